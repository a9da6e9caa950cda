import { z } from '@hono/zod-openapi';
import { evidenceSchema } from '../../core/link.ts';
import type { Scope } from '../../core/scope.ts';
import { toIso } from '../../core/time.ts';
import { changeKinds, type PairChange } from '../../match/lab/compare-rules.ts';
import type { TrialResult } from '../../match/lab/lab.ts';
import { getFootages } from '../../store/footage.ts';
import type { MatchRulesRow } from '../../store/match-rules.ts';
import type { Db } from '../../store/open.ts';
import { getRecords } from '../../store/records.ts';
import type { RuleTrialRow } from '../../store/rule-trials.ts';
import { trialStates } from '../../store/tables/matching.ts';
import { given } from '../_kit/given.ts';
import { presentFootage, presentRecords } from '../_kit/present.ts';
import { footageItemSchema } from './footage-item.ts';
import { recordItemSchema } from './record-item.ts';

/** One publication of match rules; number 0 is what the product came with. */
export const rulesItemSchema = z
  .object({
    id: z.number().int().openapi({ description: '0: the file the hub was installed with' }),
    version: z.string(),
    inForce: z.boolean(),
    note: z.string().optional(),
    returnsTo: z.number().int().optional(),
    publishedBy: z.string().optional(),
    publishedAt: z.string().optional(),
  })
  .openapi('RulesItem');
export type RulesItem = z.infer<typeof rulesItemSchema>;

export const rulesItem = (row: MatchRulesRow, latest: number): RulesItem => ({
  id: row.id,
  version: row.version,
  inForce: row.id === latest,
  publishedBy: row.publishedBy,
  publishedAt: toIso(row.publishedAt),
  ...given({ note: row.note, returnsTo: row.returnsTo }),
});

const viewSchema = z.object({
  stand: z.enum(['linked', 'review', 'none']),
  probability: z.number().optional(),
  evidence: z.array(evidenceSchema).optional(),
});
const changeSchema = z.object({
  record: recordItemSchema,
  footage: footageItemSchema,
  before: viewSchema,
  after: viewSchema,
});
const tallySchema = z.object({
  version: z.string(),
  linked: z.number().int(),
  review: z.number().int(),
  covered: z.number().int().openapi({ description: 'Records with at least one linked clip' }),
  judged: z.number().int().openapi({ description: 'Pairs the rules link by themselves and people decided about' }),
  right: z.number().int().openapi({ description: 'Of these, confirmed: the precision' }),
  confirmed: z.number().int().openapi({ description: 'Pairs people confirmed' }),
  found: z.number().int().openapi({ description: 'Of these, linked by the rules: the recall' }),
  offered: z.number().int().openapi({ description: 'Of these, linked or offered' }),
});
const listSchema = z.object({ total: z.number().int(), pairs: z.array(changeSchema) });

export const trialSchema = z
  .object({
    id: z.number().int(),
    state: z.enum(trialStates),
    from: z.string(),
    to: z.string(),
    yaml: z.string(),
    createdBy: z.string(),
    createdAt: z.string(),
    finishedAt: z.string().optional(),
    error: z.string().optional(),
    result: z
      .object({
        records: z.number().int(),
        footage: z.number().int(),
        before: tallySchema,
        after: tallySchema,
        changes: z.object({ added: listSchema, lost: listSchema, ambiguous: listSchema, settled: listSchema }),
      })
      .optional(),
  })
  .openapi('RulesTrial');

/** A trial with the records and clips of its lists; a pair of which a side is gone or may not be seen is left out. */
export const presentTrial = async (db: Db, scope: Scope, trial: RuleTrialRow): Promise<z.infer<typeof trialSchema>> => {
  const { id, state, yaml, createdBy, fromAt, toAt, createdAt, finishedAt, error } = trial;
  const head = {
    id,
    state,
    yaml,
    createdBy,
    from: toIso(fromAt),
    to: toIso(toAt),
    createdAt: toIso(createdAt),
    ...given({ finishedAt: finishedAt === null ? undefined : toIso(finishedAt), error }),
  };
  if (state !== 'done') return head;
  const { changes, ...sums } = trial.result as TrialResult;
  const all = changeKinds.flatMap((kind) => changes[kind].pairs);
  const [records, clips] = await Promise.all([
    getRecords(db, scope, [...new Set(all.map(({ recordId }) => recordId))]),
    getFootages(db, scope, [...new Set(all.map(({ footageId }) => footageId))]),
  ]);
  const recordItems = new Map((await presentRecords(db, scope, records)).map((item) => [item.id, item]));
  const clipItems = new Map((await presentFootage(db, scope, clips)).map((item) => [item.id, item]));
  const present = ({ recordId, footageId, before, after }: PairChange) => {
    const [record, footage] = [recordItems.get(recordId), clipItems.get(footageId)];
    const viewOf = ({ evidence, ...view }: PairChange['before']) => ({
      ...view,
      ...(evidence ? { evidence: [...evidence] } : {}),
    });
    return record && footage ? [{ record, footage, before: viewOf(before), after: viewOf(after) }] : [];
  };
  const listOf = (kind: (typeof changeKinds)[number]) => ({
    total: changes[kind].total,
    pairs: changes[kind].pairs.flatMap(present),
  });
  const lists = {
    added: listOf('added'),
    lost: listOf('lost'),
    ambiguous: listOf('ambiguous'),
    settled: listOf('settled'),
  };
  return { ...head, result: { ...sums, changes: lists } };
};
