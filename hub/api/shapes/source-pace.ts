import { z } from '@hono/zod-openapi';
import { type Breaker, closedBreaker } from '../../core/breaker.ts';
import { opensAt } from '../../core/open-hours.ts';
import { paceOf } from '../../core/pace.ts';
import { toIso } from '../../core/time.ts';
import type { SourceRow } from '../../store/sources.ts';
import { given } from '../_kit/given.ts';

/** Whether the other side is asked now, and if not, why and until when. */
export const sourcePaceSchema = z.object({
  breaker: z.enum(['closed', 'open', 'half-open']),
  waits: z
    .enum(['hours', 'breaker', 'error', 'rate'])
    .optional()
    .openapi({ description: 'Why nothing is asked now: closed hours, an open breaker, a back-off, the rate' }),
  nextTryAt: z.string().optional(),
});

const hoursOpenAt = ({ name, settings }: SourceRow, now: number): number => {
  try {
    const { openHours, hoursZone } = paceOf(settings, name);
    return opensAt(openHours, hoursZone, now);
  } catch {
    // Wrong settings show as the source's error.
    return now;
  }
};

export const presentPace = (
  source: SourceRow,
  breaker: Breaker = closedBreaker,
  now = Date.now(),
): z.infer<typeof sourcePaceSchema> => {
  const waits = [
    ['hours', hoursOpenAt(source, now)],
    ['breaker', breaker.state === 'closed' ? now : breaker.until],
    [source.failures > 0 ? 'error' : 'rate', source.notBefore],
  ] as const;
  const [why, until] = waits.reduce((longest, wait) => (wait[1] > longest[1] ? wait : longest));
  const isWaiting = source.state === 'running' && until > now;
  return {
    breaker: breaker.state,
    ...given({ waits: isWaiting ? why : undefined, nextTryAt: isWaiting ? toIso(until) : undefined }),
  };
};
