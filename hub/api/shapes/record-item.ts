import { z } from '@hono/zod-openapi';
import { recordSchema } from '../../core/record.ts';
import { toIso } from '../../core/time.ts';
import type { RecordRow } from '../../store/records.ts';
import { given } from '../_kit/given.ts';

const { category, officers, place, milestones } = recordSchema.shape;

/** A record as lists show it. */
export const recordItemSchema = z
  .object({
    id: z.number().int(),
    source: z.string(),
    system: z.string(),
    kind: z.string(),
    externalId: z.string(),
    title: z.string().optional(),
    category,
    org: z.string().optional(),
    orgName: z.string().optional(),
    officers: z.array(
      z.object({ policeId: z.string().optional(), name: z.string().optional(), role: z.string().optional() }),
    ),
    time: z.object({ start: z.string(), end: z.string().optional(), precision: z.string() }),
    place,
    linkCount: z.number().int(),
  })
  .openapi('RecordItem');
export type RecordItem = z.infer<typeof recordItemSchema>;

export const milestonesSchema = milestones.unwrap();
export const officersSchema = officers;

/** What lists need beside the rows. */
export interface Names {
  /** Names of organisations by code. */
  readonly orgs: ReadonlyMap<string, string>;
  /** Names of officers by 警号. */
  readonly people: ReadonlyMap<string, string>;
  /** Linked clips or records the reader may see, by the row's id. */
  readonly linkCounts: ReadonlyMap<number, number>;
}

export const recordItem = (row: RecordRow, names: Names): RecordItem => ({
  id: row.id,
  source: row.source,
  system: row.system,
  kind: row.kind,
  externalId: row.externalId,
  ...given({
    title: row.title ?? row.data.title,
    category: row.data.category,
    org: row.org,
    orgName: row.org === null ? undefined : names.orgs.get(row.org),
    place: row.data.place,
  }),
  officers: row.data.officers.map(({ policeId, name, role }) =>
    given({ policeId, name: name ?? (policeId === undefined ? undefined : names.people.get(policeId)), role }),
  ),
  time: {
    start: toIso(row.startAt),
    ...(row.endAt > row.startAt ? { end: toIso(row.endAt) } : {}),
    precision: row.precision,
  },
  linkCount: names.linkCounts.get(row.id) ?? 0,
});
