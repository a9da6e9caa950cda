import type { ConnectorCase } from './_case.ts';

export default {
  settings: { folder: '/', subfolders: '' },
  refused: { folder: '/no/such/folder/anywhere' },
} satisfies ConnectorCase;
