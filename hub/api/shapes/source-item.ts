import { z } from '@hono/zod-openapi';
import type { Breaker } from '../../core/breaker.ts';
import type { CompiledMapping } from '../../core/mapping/compile.ts';
import { type Fields, type Group, groups } from '../../core/setting.ts';
import { toIso } from '../../core/time.ts';
import type { SourceRow } from '../../store/sources.ts';
import { noTally, type Tally } from '../../store/tallies.ts';
import { given } from '../_kit/given.ts';
import { presentPace, sourcePaceSchema } from './source-pace.ts';

export const labelSchema = z.object({ zh: z.string(), en: z.string() });

/** A source as the operator's screen shows it. */
export const sourceItemSchema = z
  .object({
    name: z.string(),
    title: labelSchema,
    connector: z.string(),
    mapping: z.string(),
    system: z.string().optional(),
    schedule: z.string().optional(),
    state: z.string(),
    lag: z.number().optional().openapi({ description: 'Seconds since anything succeeded' }),
    lastRunAt: z.string().optional(),
    lastSuccessAt: z.string().optional(),
    lastReceivedAt: z.string().optional(),
    lastError: z
      .object({ message: z.string(), remedy: z.string().optional(), next: z.string(), at: z.string() })
      .optional(),
    today: z.object({
      received: z.number().int(),
      stored: z.number().int(),
      unchanged: z.number().int(),
      dead: z.number().int(),
    }),
    openDeadLetters: z.number().int(),
    pace: sourcePaceSchema,
  })
  .openapi('SourceItem');

export const fieldSchema = z.object({
  name: z.string(),
  label: labelSchema,
  help: z.object({ zh: z.string().optional(), en: z.string() }),
  secret: z.boolean(),
  advanced: z.boolean(),
  group: labelSchema
    .extend({ name: z.string() })
    .optional()
    .openapi({ description: 'What it is about; fields of a group belong together' }),
  control: z.string(),
  required: z.boolean(),
  fallback: z.unknown().optional().openapi({ description: 'What holds when it is left out' }),
  choices: z.array(z.string()).optional(),
  example: z.string().optional(),
});

export const sourceDetailSchema = sourceItemSchema
  .extend({
    settings: z.record(z.string(), z.unknown()),
    fields: z.array(fieldSchema),
    schema: z.record(z.string(), z.unknown()).openapi({ description: 'JSON Schema of the settings' }),
    version: z.number().int(),
  })
  .openapi('SourceDetail');

const isoOf = (at: number | null): string | undefined => (at === null ? undefined : toIso(at));

export const presentSource = (
  row: SourceRow,
  mapping: CompiledMapping | undefined,
  today: Tally | undefined,
  openDeadLetters: number | undefined,
  breaker: Breaker | undefined,
): z.infer<typeof sourceItemSchema> => ({
  name: row.name,
  title: mapping?.title ?? { zh: row.name, en: row.name },
  connector: row.connector,
  mapping: row.mapping,
  state: row.state,
  today: today ?? noTally,
  openDeadLetters: openDeadLetters ?? 0,
  pace: presentPace(row, breaker),
  ...given({
    system: mapping?.system,
    schedule: row.schedule,
    lag: row.lastSuccessAt === null ? undefined : Math.max(0, Math.round((Date.now() - row.lastSuccessAt) / 1000)),
    lastRunAt: isoOf(row.lastRunAt),
    lastSuccessAt: isoOf(row.lastSuccessAt),
    lastReceivedAt: isoOf(row.lastReceivedAt),
    lastError: row.lastError ? { ...row.lastError, at: toIso(row.lastError.at) } : undefined,
  }),
});

const order: readonly (Group | undefined)[] = [undefined, ...(Object.keys(groups) as Group[])];

/** The declared settings of a connector, for its form: group by group, as declared within each. */
export const formOf = (fields: Fields): z.infer<typeof fieldSchema>[] =>
  Object.entries(fields)
    .toSorted(([, one], [, other]) => order.indexOf(one.group) - order.indexOf(other.group))
    .map(([name, { type, label, help, secret, advanced, group, control, choices, example }]) => {
      const left = type.safeParse(undefined);
      return {
        name,
        label,
        help,
        secret,
        advanced,
        control,
        required: !left.success,
        ...given({
          fallback: left.data,
          group: group && { name: group, ...groups[group] },
          choices: choices && [...choices],
          example,
        }),
      };
    });
