import type { ConnectorCase } from './_case.ts';

const settings = {
  url: 'http://127.0.0.1:1/case?page={page}',
  tokenUrl: 'http://127.0.0.1:1/token',
  password: 'synthetic-password',
};

export default {
  settings,
  pointedAt: (host) => ({
    ...settings,
    url: `http://${host}/case?page={page}`,
    tokenUrl: `http://${host}/token`,
    timeoutSeconds: 1,
  }),
} satisfies ConnectorCase;
