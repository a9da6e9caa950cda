import { z } from 'zod';
import { instantSchema } from './record.ts';
import { decisions } from './vocabulary.ts';

/** One row of the waterfall: which comparison, which level it reached, and the match weight (log2 of m/u) it gave. */
export const evidenceSchema = z.object({
  comparison: z.string(),
  level: z.string(),
  weight: z.number(),
  /** What was compared, for a person to read, e.g. `{ officer: '009901', distanceM: 42 }`. */
  detail: z.record(z.string(), z.unknown()).optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** A claim that a segment of a recording shows a record. */
export const linkSchema = z.object({
  record: z.string().min(1),
  footage: z.string().min(1),
  segment: z.object({ start: instantSchema, end: instantSchema }),
  weight: z.number(),
  probability: z.number().min(0).max(1),
  decision: z.enum(decisions),
  /** `rule`, or the account of the person who decided. */
  decidedBy: z.string().min(1),
  rule: z.string().min(1),
  evidence: z.array(evidenceSchema),
});
export type Link = z.infer<typeof linkSchema>;
