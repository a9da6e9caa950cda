import type { ConnectorCase } from './_case.ts';

const settings = {
  url: 'mysql://reader@127.0.0.1:1/icc',
  password: 'synthetic-password',
  table: 'icc_t_jjdb',
  key: 'jjdbh',
  cursorColumn: 'gxsj',
};

export default {
  settings,
  pointedAt: (host) => ({ ...settings, url: `mysql://reader@${host}/icc`, timeoutSeconds: 1 }),
} satisfies ConnectorCase;
