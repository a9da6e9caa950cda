import type { ConnectorCase } from './_case.ts';

const settings = {
  endpoint: 'http://127.0.0.1:1/services/TmriOutNewAccess',
  jkid: '04C01',
  jkxlh: 'TESTKEY',
  conditions: {},
};

export default {
  settings,
  pointedAt: (host) => ({ ...settings, endpoint: `http://${host}/services/TmriOutNewAccess`, timeoutSeconds: 1 }),
} satisfies ConnectorCase;
