/** A column of an ICC table: its MySQL type and what it means. */
type Column = readonly [type: string, comment: string];

export interface IccTable {
  name: string;
  primaryKey: readonly string[];
  columns: Record<string, Column>;
}

const code = (length: number, comment: string): Column => [`varchar(${length})`, comment];
const time = (comment: string): Column => ['datetime', comment];
const text = (length: number, comment: string): Column => [`varchar(${length})`, comment];
const degrees = (comment: string): Column => ['decimal(12,6)', comment];
const count = (comment: string): Column => ['int', comment];

const category = {
  jqlbdm: code(8, '警情类别'),
  jqlxdm: code(8, '警情类型'),
  jqxldm: code(8, '警情细类'),
  jqzldm: code(8, '警情子类'),
};

/** Interfaces 2.1. The exchange copy of this site is on MySQL and not partitioned by month. */
const calls: IccTable = {
  name: 'icc_t_jjdb',
  primaryKey: ['jjdbh'],
  columns: {
    jjdbh: code(30, '接警单编号'),
    xzqhdm: code(12, '行政区划'),
    jjdwdm: code(12, '接警单位代码'),
    jjdwmc: text(100, '接警单位名称'),
    gljjdbh: code(30, '关联接警单'),
    jjlx: code(2, '接警类型 01 110, 02 122, 00 12345'),
    jqlyfs: code(2, '来源方式'),
    lhlx: code(2, '来话类型'),
    jjlyh: code(40, '录音号'),
    jjybh: code(20, '接警员编号'),
    jjyxm: text(50, '接警员姓名'),
    bjsj: time('报警时间'),
    jjsj: time('接警时间'),
    jjwcsj: time('接警完成时间'),
    bjdh: code(20, '报警电话'),
    bjdhyhm: text(100, '报警电话户名'),
    bjdhyhdz: text(200, '报警电话户址'),
    bjrmc: text(50, '报警人，缺省为匿名'),
    bjrxbdm: code(1, '性别'),
    lxdh: code(20, '联系电话'),
    bjrzjdm: code(3, '证件类型'),
    bjrzjhm: code(30, '证件号码'),
    bjdz: text(300, '报警地址'),
    jqdz: text(300, '警情地址'),
    bjnr: text(4000, '报警内容'),
    bcjjnr: text(2000, '补充内容'),
    gxdwdm: code(12, '管辖单位代码'),
    gxdwmc: text(100, '管辖单位名称'),
    ...category,
    bjrxzb: degrees('报警人X坐标'),
    bjryzb: degrees('报警人Y坐标'),
    fxdwjd: degrees('发现定位经度'),
    fxdwwd: degrees('发现定位纬度'),
    jqdjdm: code(2, '警情等级'),
    jqclztdm: code(2, '处理状态'),
    sjchpzldm: code(2, '涉警车号牌种类'),
    sjcph: code(15, '涉警车号牌'),
    gllx: code(1, '关联类型 1 重复 2 催办 3 反馈 4 骚扰'),
    sfja: code(1, '是否结案'),
    jasj: time('结案时间'),
    bjjjdbm: code(32, '部级接警单编码'),
    rksj: time('入库时间'),
    gxsj: time('更新时间'),
  },
};

const dispatches: IccTable = {
  name: 'icc_t_pjdb',
  primaryKey: ['pjdbh'],
  columns: {
    pjdbh: code(34, '派警单编号'),
    jjdbh: code(30, '接警单编号'),
    pjdwdm: code(12, '派警单位'),
    pjybh: code(20, '派警员编号'),
    pjyxm: text(50, '派警员姓名'),
    pjlyh: code(40, '录音号'),
    pjyj: text(1000, '派警意见'),
    cjdwdm: code(12, '处警单位'),
    pjsj: time('派警时间'),
    xtzdddsj: time('系统自动到达时间'),
    pdqssj: time('派单签收时间'),
    qsryxm: text(50, '签收人员姓名'),
    cdry: text(500, '出动人员，警号以逗号分隔'),
    cdcl: text(200, '出动车辆'),
    cdct: text(200, '出动船艇'),
    jqclztdm: code(2, '处理状态'),
    cjdxlx: code(1, '处警对象类型 1 单位 2 警员 3 车辆'),
    cjdxdm: code(30, '处警对象代码'),
    cjdxmc: text(100, '处警对象名称'),
    gxsj: time('更新时间'),
  },
};

const feedbacks: IccTable = {
  name: 'icc_t_fkdb',
  primaryKey: ['pjdbh', 'fkdbh'],
  columns: {
    pjdbh: code(34, '派警单编号'),
    fkdbh: code(36, '反馈单编号'),
    jjdbh: code(30, '接警单编号'),
    fklyh: code(40, '录音号'),
    fkdwdm: code(12, '反馈单位'),
    fkybh: code(20, '反馈员编号'),
    fkyxm: text(50, '反馈员姓名'),
    fksj: time('反馈时间'),
    cjsj01: time('实际出警时间'),
    ddxcsj: time('到达现场时间'),
    xcclwbsj: time('现场处理完毕时间'),
    ...category,
    jqfssj: time('警情发生时间'),
    jqdz: text(300, '警情地址'),
    fkdwxzb: degrees('反馈定位X坐标'),
    fkdwyzb: degrees('反馈定位Y坐标'),
    cjczqk: text(4000, '出警处置情况'),
    cdcc: count('出动车次'),
    cdrc: count('出动人次'),
    jzrs: count('救助人数'),
    ssrs: count('受伤人数'),
    swrs: count('死亡人数'),
    jqcljgdm: code(2, '处理结果'),
    jqcljgsm: text(1000, '处理结果说明'),
    zhrs: count('抓获人数'),
    sars: count('涉案人数'),
    tprs: count('逃跑人数'),
    sfqz: code(1, '是否取证'),
    ajbh: code(30, '案件编号'),
    nrbq: text(200, '内容标签'),
    gcfkbs: code(1, '过程反馈标识'),
    gxsj: time('更新时间'),
  },
};

export const iccTables = { calls, dispatches, feedbacks };
export type IccTableKey = keyof typeof iccTables;

export const createStatement = ({ name, primaryKey, columns }: IccTable): string => {
  const list = Object.entries(columns).map(
    ([column, [type, comment]]) =>
      `  ${column} ${type} ${primaryKey.includes(column) ? 'NOT NULL' : 'NULL'} COMMENT '${comment}'`,
  );
  return `CREATE TABLE IF NOT EXISTS ${name} (\n${list.join(',\n')},\n  PRIMARY KEY (${primaryKey.join(', ')}),\n  KEY idx_${name}_gxsj (gxsj)\n) DEFAULT CHARSET=utf8mb4`;
};

/** Inserts or replaces what the row holds; the placeholder takes an array of value arrays. */
export const upsertStatement = ({ name, primaryKey, columns }: IccTable): string => {
  const names = Object.keys(columns);
  const changed = names.filter((column) => !primaryKey.includes(column) && column !== 'rksj');
  return `INSERT INTO ${name} (${names.join(', ')}) VALUES ? ON DUPLICATE KEY UPDATE ${changed
    .map((column) => `${column} = VALUES(${column})`)
    .join(', ')}`;
};
