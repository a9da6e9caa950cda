import type { Evidence } from '../../core/link.ts';
import type { MatchFootage, MatchRecord } from '../inputs.ts';
import { comparisonNames } from '../rules/levels.ts';
import type { Rules } from '../rules/rules.ts';
import type { ComparisonName } from '../rules/rules-schema.ts';
import type { Heard, Resolved, Scored } from './explained.ts';

const rounded = (bits: number): number => Math.round(bits * 100) / 100;
const seconds = (ms: number): number => Math.round(ms / 1000);

/** Where the wearer served at that time, where the recording states something else or nothing. */
const servedAt = ({ org, posted }: MatchFootage): Record<string, unknown> =>
  posted === undefined
    ? {}
    : { wearerServedAt: org, ...(posted.stated === undefined ? {} : { stated: posted.stated }) };

/** Where officers of the record served then, where that is another station than the record's. */
const officersServedAt = ({ org, officers }: MatchRecord): Record<string, unknown> => {
  const others = [...new Set(officers.flatMap((officer) => officer.org ?? []))].filter((station) => station !== org);
  return others.length === 0 ? {} : { officersServedAt: others };
};

/** What was compared, in plain values for a person to read. */
const details: { readonly [C in ComparisonName]: (pair: Scored) => Record<string, unknown> } = {
  reference: ({ left, right }) => ({
    record: left.record.references.map(({ kind, id }) => `${kind} ${id}`),
    footage: right.footage.references.map(({ kind, id }) => `${kind} ${id}`),
  }),
  officer: ({ left, right }) => ({
    officers: [...left.policeIds],
    ...(right.footage.policeId === undefined ? {} : { wearer: right.footage.policeId }),
    ...(right.holder === undefined ? {} : { carriedBy: right.holder }),
    ...officersServedAt(left.record),
    ...servedAt(right.footage),
  }),
  time: ({ right, window, shiftMs }) => {
    const [from, to] = [right.from - shiftMs, right.to - shiftMs];
    return {
      onSceneS: Math.max(0, seconds(Math.min(to, window.to) - Math.max(from, window.from))),
      outsideS: Math.max(0, seconds(Math.max(window.open - to, from - window.close))),
      ...(right.isMeasured ? { clockErrorS: seconds(right.clockErrorMs) } : {}),
      ...(shiftMs === 0 ? {} : { supposedClockErrorS: seconds(shiftMs) }),
    };
  },
  ending: ({ right, window, shiftMs }) => ({ endsAfterS: seconds(right.to - shiftMs - window.to) }),
  place: ({ sighting }) =>
    sighting === undefined
      ? {}
      : { nearestM: Math.round(sighting.nearestM), stayed: Math.round(sighting.stay * 100) / 100 },
  organisation: ({ left, right }) => ({
    record: left.record.org,
    ...officersServedAt(left.record),
    footage: right.footage.org,
    ...servedAt(right.footage),
  }),
  suitability: ({ left, right }) => ({ kind: left.record.kind, device: right.footage.deviceKind }),
};

/** Prior and comparisons of a pair as rows of the waterfall; the weights add up to `pair.weight`. */
export const evidenceOfPair = (rules: Rules, pair: Scored): Evidence[] => {
  const rows: Evidence[] = [{ comparison: 'prior', level: 'prior', weight: rounded(rules.priorWeight) }];
  for (const comparison of comparisonNames) {
    const level = pair.levels[comparison];
    if (level === undefined) continue;
    rows.push({ comparison, level: level.level, weight: rounded(level.weight), detail: details[comparison](pair) });
  }
  return rows;
};

/** Whether a row is one of `evidenceOfPair`. */
export const isOfPair = ({ comparison }: Evidence): boolean => comparison === 'prior' || comparison in details;

/** What other clips of the camera say of a pair, and what rivals took away, as rows after those of the pair itself. */
export const evidenceOfHearing = (
  rules: Rules,
  footageId: number,
  { seriesWeight, rivalWeight, runnerUp }: Heard,
): Evidence[] => {
  const rows: Evidence[] = [];
  if (seriesWeight !== 0) {
    const level = seriesWeight > 0 ? 'continues' : 'elsewhere';
    rows.push({ comparison: 'series', level, weight: rounded(seriesWeight) });
  }
  if (runnerUp === undefined) return rows;
  const { margin, record, footage } = runnerUp;
  const isSameClip = footage.id === footageId;
  const level = margin >= rules.thresholds.margin ? 'ahead' : margin >= 0 ? 'close' : 'behind';
  const detail = {
    [isSameClip ? 'record' : 'footage']: isSameClip ? record.name : footage.name,
  };
  return [
    ...rows,
    { comparison: 'rivals', level, weight: rounded(rivalWeight), detail: { ...detail, margin: rounded(margin) } },
  ];
};

/** Both; the weights add up to `resolved.weight`. */
export const evidenceOf = (rules: Rules, resolved: Resolved): Evidence[] => [
  ...evidenceOfPair(rules, resolved.pair),
  ...evidenceOfHearing(rules, resolved.pair.right.footage.id, resolved),
];
