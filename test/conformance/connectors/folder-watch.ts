import type { ConnectorCase } from './_case.ts';

export default {
  settings: { folder: '/' },
  refused: { folder: '/no/such/folder/anywhere' },
} satisfies ConnectorCase;
