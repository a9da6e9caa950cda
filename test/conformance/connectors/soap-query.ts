import type { ConnectorCase } from './_case.ts';

const settings = { endpoint: 'http://127.0.0.1:1/node', fields: { DataObjectCode: 'QB_XS' } };

export default {
  settings,
  pointedAt: (host) => ({ ...settings, endpoint: `http://${host}/node`, timeoutSeconds: 1 }),
} satisfies ConnectorCase;
