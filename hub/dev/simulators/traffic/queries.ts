import { parseLocal } from '../_kit/time-text.ts';
import { knownAt, type Revision } from '../_kit/timeline.ts';
import { TrafficError } from './documents.ts';
import type { TrafficRow } from './rows.ts';

/** What one 接口标识 reads, and by which fields it may be asked (interfaces 1.6). */
export const queryables = {
  '04C01': { table: 'violation', keys: ['jszh', 'jdsbh', 'wfbh', 'dabh', 'jkbj', 'hphm', 'hpzl'] },
  '04C03': { table: 'viosurveil', keys: ['hphm', 'hpzl', 'xh', 'clbj'] },
} as const;

/**
 * A window on the time of update, both ends included. A variant of this city and not in the national list of
 * conditions: sites that let a third system follow their data have such a pair under one name or another.
 */
const windowKeys = ['gxsj_q', 'gxsj_z'] as const;

/** Without a key that narrows the answer, no more rows than this come back, the earliest updated first. */
const rowsPerReply = 50;

const windowEnd = (condition: TrafficRow, name: (typeof windowKeys)[number]): number | undefined => {
  const text = condition[name];
  if (!text) return undefined;
  const at = parseLocal(text);
  if (at === undefined) throw new TrafficError('0', `查询条件${name}时间格式错误，应为yyyy-MM-dd HH:mm:ss`);
  return at;
};

/** The rows known at `now` that meet the condition. Throws TrafficError for a condition that cannot be used. */
export const queryRows = (
  revisions: readonly Revision<TrafficRow>[],
  jkid: keyof typeof queryables,
  condition: TrafficRow,
  now: number,
): TrafficRow[] => {
  const keys = queryables[jkid].keys.filter((key) => condition[key]);
  const from = windowEnd(condition, 'gxsj_q');
  const to = windowEnd(condition, 'gxsj_z');
  if (keys.length === 0 && from === undefined && to === undefined) throw new TrafficError('0', '查询条件不能为空');
  if (condition.hphm && !condition.hpzl) throw new TrafficError('-605', '号牌种类不能为空');
  const rows = knownAt(revisions, now)
    .filter(({ at }) => (from === undefined || at >= from) && (to === undefined || at <= to))
    .filter(({ row }) => keys.every((key) => row[key] === condition[key]))
    .map(({ row }) => row)
    .slice(0, rowsPerReply);
  if (rows.length === 0) throw new TrafficError('0', '没有查询到符合条件的数据');
  return rows;
};
