import { z } from '@hono/zod-openapi';
import type { Scope } from '../../core/scope.ts';
import { toIso } from '../../core/time.ts';
import type { Highlight } from '../../search/highlight.ts';
import type { Hit } from '../../search/search.ts';
import { orgNames } from '../../store/directory.ts';
import type { Db } from '../../store/open.ts';
import { type Related, relatedOf } from '../../store/related.ts';
import { given } from '../_kit/given.ts';

const relatedSchema = z.object({
  type: z.enum(['record', 'footage']),
  id: z.number().int(),
  title: z.string(),
  at: z.string(),
  segment: z.object({ startSeconds: z.number(), endSeconds: z.number() }).optional(),
});

/** One thing found, with what it is about beside it. */
export const hitSchema = z
  .object({
    id: z.string(),
    type: z.enum(['record', 'footage']),
    recordId: z.number().int().optional(),
    footageId: z.number().int().optional(),
    title: z.string(),
    summary: z.string(),
    system: z.string().optional(),
    kind: z.string().optional(),
    deviceKind: z.string().optional(),
    externalId: z.string(),
    org: z.string().optional(),
    orgName: z.string().optional(),
    at: z.string(),
    end: z.string(),
    officers: z.array(z.object({ policeId: z.string().optional(), name: z.string().optional() })),
    highlights: z.array(
      z.object({
        field: z.string(),
        text: z.string(),
        ranges: z
          .array(z.tuple([z.number().int(), z.number().int()]))
          .openapi({ description: 'UTF-16 offsets, end excluded' }),
      }),
    ),
    related: z.array(relatedSchema),
  })
  .openapi('Hit');

/** Search counts characters; JavaScript in browsers counts UTF-16 units. */
const inUnits = ({ field, text, ranges }: Highlight): z.infer<typeof hitSchema>['highlights'][number] => {
  const chars = [...text];
  const unitAt = (char: number) => chars.slice(0, char).join('').length;
  return { field, text, ranges: ranges.map(([from, to]): [number, number] => [unitAt(from), unitAt(to)]) };
};

const relatedItem = ({ type, id, title, at, segment }: Related): z.infer<typeof relatedSchema> => ({
  type,
  id,
  title,
  at: toIso(at),
  ...given({ segment }),
});

/** Hits with names of organisations, and the linked other side of each as far as the scope shows it. */
export const presentHits = async (db: Db, scope: Scope, hits: readonly Hit[]): Promise<z.infer<typeof hitSchema>[]> => {
  const keysOf = (type: 'record' | 'footage') =>
    hits.flatMap(({ document }) => (document.type === type ? [document.key] : []));
  const [names, clips, records] = await Promise.all([
    orgNames(
      db,
      hits.flatMap(({ document }) => document.org ?? []),
    ),
    relatedOf(db, scope, 'record', keysOf('record')),
    relatedOf(db, scope, 'footage', keysOf('footage')),
  ]);
  return hits.map(({ document, highlights }) => ({
    id: document.id,
    type: document.type,
    title: document.title,
    summary: document.summary,
    externalId: document.externalId,
    at: toIso(document.at),
    end: toIso(document.end),
    officers: document.officers.map(({ policeId, name }) => given({ policeId, name })),
    highlights: highlights.map(inUnits),
    related: ((document.type === 'record' ? clips : records).get(document.key) ?? []).map(relatedItem),
    ...given({
      recordId: document.type === 'record' ? document.key : undefined,
      footageId: document.type === 'footage' ? document.key : undefined,
      system: document.system,
      kind: document.kind,
      deviceKind: document.deviceKind,
      org: document.org,
      orgName: document.org === undefined ? undefined : names.get(document.org),
    }),
  }));
};
