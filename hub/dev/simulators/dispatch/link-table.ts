import type mysql from 'mysql2/promise';

/** 执法视音频关联 (interfaces 3.5): where others write which recordings show a call or a case. This site never fills it itself. */
const table = 'RS_SYP_GLXX';

const create = `CREATE TABLE IF NOT EXISTS ${table} (
  SYPBH varchar(64) PRIMARY KEY COMMENT '视音频编号', URL varchar(500) COMMENT '播放地址',
  JJBH varchar(32) COMMENT '接警编号', CJBH varchar(32) COMMENT '处警编号', AJBH varchar(25) COMMENT '案件编号',
  DWBH varchar(12) COMMENT '单位编号', DWMC varchar(200) COMMENT '单位名称', LB varchar(10) COMMENT '类别',
  PSR_SFZHM varchar(18) COMMENT '拍摄人身份证号码', PSR_XM varchar(50) COMMENT '拍摄人姓名', PSR_JH varchar(10) COMMENT '拍摄人警号',
  PSSJ datetime COMMENT '拍摄时间', SCSJ datetime COMMENT '上传时间', GLSJ datetime COMMENT '关联时间', XGSJ datetime COMMENT '修改时间',
  SPSC int COMMENT '视频时长', KEY (JJBH), KEY (AJBH)
) DEFAULT CHARSET utf8mb4`;

export const createLinkTable = async (pool: mysql.Pool): Promise<void> => {
  await pool.query(create);
};

/** How many links others have written. */
export const countLinks = async (pool: mysql.Pool): Promise<number> => {
  const [rows] = await pool.query<mysql.RowDataPacket[]>(`SELECT COUNT(*) AS count FROM ${table}`);
  return Number(rows[0]?.count);
};
