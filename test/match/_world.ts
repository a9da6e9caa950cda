import fc from 'fast-check';
import type { Footage } from '../../hub/core/footage.ts';
import type { BusinessRecord } from '../../hub/core/record.ts';
import { call, clip, minute, place, ten } from './_fixtures.ts';

const hour = 60 * minute;
const cities = ['440106590000', '440301520000'] as const;

/**
 * Three days of two cities. Officers work around the clock, so that chains of pairs cross every midnight; some clips are a
 * zone wrong, unsigned, named by a record of another day, or of an officer lent to the other city.
 */
export const world = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 4, max: 200 }),
      city: fc.integer({ min: 0, max: 1 }),
      officers: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 2 }),
      lent: fc.integer({ min: 0, max: 19 }),
      east: fc.integer({ min: 0, max: 1500 }),
      clips: fc.array(
        fc.record({
          late: fc.integer({ min: -20, max: 40 }),
          length: fc.integer({ min: 1, max: 90 }),
          signed: fc.integer({ min: 0, max: 3 }),
          zone: fc.integer({ min: 0, max: 9 }),
          seen: fc.boolean(),
          names: fc.integer({ min: 0, max: 15 }),
        }),
        { maxLength: 2 },
      ),
    }),
    { minLength: 8, maxLength: 40 },
  )
  .map((events) => {
    const records: BusinessRecord[] = [];
    const clips: Footage[] = [];
    let at = ten;
    for (const [index, event] of events.entries()) {
      at += event.gap * minute;
      const org = cities[event.city] as string;
      const force = event.lent === 0 ? 1 - event.city : event.city;
      const officers = event.officers.map((officer) => `0${force}990${officer}`);
      const where = { ...place(event.east, 0), lon: place(event.east, 0).lon + event.city };
      records.push(call({ id: `r${index}`, arrived: at, officers, org, at: event.east % 4 === 0 ? null : where }));
      for (const [part, one] of event.clips.entries()) {
        const policeId = officers[part % 2] ?? `0${force}9909`;
        const start = at + one.late * minute + (one.zone === 0 ? 8 * hour : 0);
        clips.push(
          clip({
            id: `c${index}-${part}`,
            start,
            lengthMs: one.length * minute,
            policeId: one.signed === 0 ? null : policeId,
            device: `device-${policeId}`,
            org,
            at: one.seen ? where : null,
            references: one.names === 0 ? [{ kind: 'dispatch', id: `r${events.length - 1 - index}` }] : [],
          }),
        );
      }
    }
    return { records, clips };
  });
