import mysql from 'mysql2/promise';

const categories = ['01030100', '02010100', '02010200', '03010100', '05010100'];
const texts = ['有人打架，双方已被劝开', '电动车被盗，车锁被撬', '两车追尾，无人受伤', '邻居深夜噪音，多次劝说无效'];

const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
const digits = (value: number, length: number): string => String(value).padStart(length, '0');

/** One call as the view of a dispatch system shows it; two officers, now and then a case. All invented. */
const callRow = (index: number, first: number): (string | null)[] => {
  const at = first + index * 20_000;
  const officer = 1_000 + (index % 4_000);
  return [
    `990100${stamp(at).replace(/\D/g, '')}${digits(index, 10)}`,
    `9901${digits(index % 40, 2)}590000`,
    `00${officer},00${officer + 1}`,
    `测试${index % 10}`,
    `199${digits(index, 8)}`,
    `测试路 ${index % 900} 号`,
    texts[index % texts.length] ?? null,
    categories[index % categories.length] ?? null,
    stamp(at),
    stamp(at + 4_000),
    index % 5 === 0 ? null : stamp(at + 600_000),
    index % 7 === 0 ? null : stamp(at + 2_400_000),
    (113 + (index % 5_000) / 10_000).toFixed(6),
    (23 + (index % 3_000) / 10_000).toFixed(6),
    index % 6 === 0 ? `A9901${digits(index, 18)}` : null,
    stamp(at + 3_000_000),
  ];
};

/** The other side: a table `v_calls` with `count` calls, twenty seconds apart, the newest of a moment ago. */
export const fillCalls = async (url: string, count: number): Promise<void> => {
  const connection = await mysql.createConnection(url);
  try {
    await connection.query(
      `CREATE TABLE v_calls (jjdbh varchar(40) PRIMARY KEY, gxdwdm char(12), cjmj varchar(200), bjrmc varchar(50),
        bjdh varchar(20), jqdz varchar(200), bjnr varchar(4000), jqlbdm char(8), bjsj datetime, jjsj datetime,
        ddxcsj datetime, jssj datetime, jd decimal(10,6), wd decimal(10,6), ajbh varchar(40), gxsj datetime, KEY (gxsj, jjdbh))`,
    );
    const first = Date.now() - (count + 1_000) * 20_000;
    for (let start = 0; start < count; start += 5_000) {
      const length = Math.min(5_000, count - start);
      const rows = Array.from({ length }, (_, index) => callRow(start + index, first));
      await connection.query('INSERT INTO v_calls VALUES ?', [rows]);
    }
  } finally {
    await connection.end();
  }
};
