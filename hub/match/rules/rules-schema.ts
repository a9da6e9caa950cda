import { z } from 'zod';
import { deviceKinds } from '../../core/vocabulary.ts';

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `15m`, `-8h`, `3d`: milliseconds. */
const duration = z
  .string()
  .regex(/^-?\d+(\.\d+)?[smhd]$/, 'is no duration: write a number and s, m, h or d, such as 15m')
  .transform((text) => Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? 0));

const share = z.number().gt(0).lt(1);

/**
 * Comparisons in the order in which their weights are added, each with its levels. In columns a level is its place here
 * plus one; 0 is a pair about which the comparison knows nothing.
 */
export const levelNames = {
  reference: ['number', 'shared', 'other'],
  officer: ['exact', 'issued', 'partner', 'name', 'colleague', 'another'],
  time: ['arrives', 'begins', 'through', 'during', 'late', 'touches', 'near', 'beside', 'zone', 'apart', 'inside'],
  ending: ['together', 'around', 'off'],
  place: ['stayed', 'lingered', 'at', 'close', 'passed', 'around', 'elsewhere', 'far'],
  organisation: ['same', 'parent', 'sibling', 'apart'],
  suitability: ['suits', 'unusual', 'unfit'],
} as const;
/** Levels of the comparison that looks at the other clips which the same camera made for a record. */
export const seriesLevelNames = ['continues', 'elsewhere'] as const;

export type ComparisonName = keyof typeof levelNames;

/**
 * Ordered levels of one comparison, every known level exactly once. `limit` names the levels that need a bound and what
 * it is measured in.
 */
const levels = <const Name extends string>(
  names: readonly Name[],
  limit: { of: readonly Name[]; type: z.ZodType<number, unknown> },
) =>
  z
    .array(
      z.strictObject({
        level: z.enum(names),
        within: limit.type.optional(),
        m: share.describe('Share of true pairs on this level.'),
        u: share.describe('Share of other candidate pairs on this level.'),
      }),
    )
    .superRefine((list, context) => {
      for (const name of names) {
        const found = list.filter((level) => level.level === name);
        if (found.length !== 1)
          context.addIssue({ code: 'custom', message: `needs the level "${name}" once, has it ${found.length} times` });
        if (limit.of.includes(name) && found[0] && found[0].within === undefined) {
          context.addIssue({
            code: 'custom',
            path: [list.indexOf(found[0])],
            message: `the level "${name}" needs "within"`,
          });
        }
      }
    })
    .transform((list) => {
      const byName = Object.fromEntries(
        list.map((level) => [
          level.level,
          { ...level, within: level.within ?? 0, weight: Math.log2(level.m / level.u) },
        ]),
      );
      return byName as Readonly<{ [K in Name]: Level<K> }>;
    });

/** One level of a comparison. `weight` is log2(m / u); `within` is in the comparison's own unit, 0 where it has none. */
export interface Level<Name extends string = string> {
  readonly level: Name;
  readonly m: number;
  readonly u: number;
  readonly within: number;
  readonly weight: number;
}

const unlimited = { of: [], type: z.never() } as const;
const kinds = z.array(z.string().min(1)).min(1).describe("Kinds of record; '*' is every kind not named above.");
const devices = z.array(z.enum(deviceKinds));
const milestones = z.array(z.string().min(1));

export const windowRuleSchema = z.strictObject({
  kinds,
  devices: devices.optional().describe('Only for clips of these devices.'),
  open: milestones,
  arrive: milestones,
  close: milestones,
  lead: duration.describe('A clip may begin so long before `open`.'),
  tail: duration.describe('A clip may run so long after `close`.'),
  travel: duration.describe('From `open` to the scene at most, where arrival was not written down.'),
  lasts: duration.describe('From `open` to `close` where the end was not written down.'),
  coarse: z.boolean().default(false).describe('To be inside is no news: the window is long.'),
});
export type WindowRule = z.infer<typeof windowRuleSchema>;

/** What `mappings/matching.yaml` may say. Durations come out as milliseconds, levels by name with their weight. */
export const rulesSchema = z.strictObject({
  name: z.string().min(1),
  prior: share,
  thresholds: z.strictObject({
    linked: share,
    review: share,
    consider: share,
    margin: z.number().nonnegative(),
    rivalOverlap: share,
    reviewWithoutOfficer: z.number().int().nonnegative(),
    severalCameras: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe('Share of filmed events that another camera shows as well.'),
  }),
  blocking: z.strictObject({
    near: duration,
    zones: z.array(duration),
    radiusM: z.number().positive(),
    issue: duration,
    partner: duration,
    longestClip: duration,
    longestEvent: duration,
  }),
  clock: z.strictObject({
    unknown: duration,
    measured: duration,
    votes: z.number().int().min(1),
    agree: duration,
    horizon: duration,
  }),
  windows: z.array(windowRuleSchema).min(1),
  rivals: z.array(z.array(z.string().min(1)).min(1)),
  inherit: z.array(z.strictObject({ to: z.string().min(1), from: z.array(z.string().min(1)).min(1) })),
  inheritDepth: z.number().int().min(0).max(8),
  comparisons: z.strictObject({
    reference: levels(levelNames.reference, unlimited),
    officer: levels(levelNames.officer, unlimited),
    time: levels(levelNames.time, { of: ['arrives', 'begins', 'late', 'near'], type: duration }),
    ending: levels(levelNames.ending, { of: ['together', 'around'], type: duration }),
    place: levels(levelNames.place, {
      of: ['stayed', 'lingered', 'at', 'close', 'around', 'elsewhere'],
      type: z.number().positive(),
    }),
    organisation: levels(levelNames.organisation, unlimited),
    suitability: levels(levelNames.suitability, unlimited),
    // Looks at other pairs of the record, so it is made when rivals are heard; it has no column.
    series: levels(seriesLevelNames, { of: ['continues'], type: duration }),
  }),
  suits: z.array(z.strictObject({ kinds, suits: devices, unfit: devices.default([]) })).min(1),
});
export type RulesFile = z.input<typeof rulesSchema>;
