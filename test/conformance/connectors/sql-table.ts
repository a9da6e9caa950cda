import mysql from 'mysql2/promise';
import { onTestFinished } from 'vitest';
import { emptyDatabase } from '../../kit/database.ts';
import type { ConnectorCase, Peer } from './_case.ts';

const settings = {
  url: 'mysql://reader@127.0.0.1:1/icc',
  password: 'synthetic-password',
  table: 'icc_t_jjdb',
  key: 'jjdbh',
  cursorColumn: 'gxsj',
};

/** 执法视音频关联, made as its owner would make it. */
const linkTable = async (): Promise<Peer> => {
  const connection = await mysql.createConnection(await emptyDatabase());
  onTestFinished(() => connection.end());
  await connection.query(
    `CREATE TABLE RS_SYP_GLXX (SYPBH VARCHAR(64) PRIMARY KEY, URL VARCHAR(500), JJBH VARCHAR(32), CJBH VARCHAR(32), AJBH VARCHAR(25),
       DWBH VARCHAR(12), DWMC VARCHAR(200), LB VARCHAR(10), PSR_SFZHM VARCHAR(18), PSR_XM VARCHAR(50), PSR_JH VARCHAR(10),
       PSSJ DATETIME, SCSJ DATETIME, GLSJ DATETIME, XGSJ DATETIME, SPSC INT) CHARSET utf8mb4`,
  );
  const { user = '', password = '', host, port, database } = connection.config;
  const own = {
    ...settings,
    publish: true,
    linkUrl: `mysql://${user}@${host}:${port}/${database}`,
    linkPassword: password || 'none',
  };
  return {
    settings: own,
    refused: { ...own, linkUrl: `mysql://nobody@${host}:${port}/${database}`, linkPassword: 'wrong' },
    pointedAt: (at) => ({ ...own, linkUrl: `mysql://${user}@${at}/links`, timeoutSeconds: 1 }),
    async held() {
      const [rows] = await connection.query<mysql.RowDataPacket[]>('SELECT URL FROM RS_SYP_GLXX ORDER BY SYPBH');
      return rows.map(({ URL }) => String(URL));
    },
    // Longer than the column.
    unwanted: (publication) => ({ ...publication, record: { ...publication.record, externalId: 'A'.repeat(60) } }),
  };
};

export default {
  publishing: linkTable,
  settings,
  pointedAt: (host) => ({ ...settings, url: `mysql://reader@${host}/icc`, timeoutSeconds: 1 }),
} satisfies ConnectorCase;
