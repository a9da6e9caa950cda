import { z } from 'zod';
import type { CaseFile, City } from '../../city/model.ts';
import { personOf } from '../../city/people.ts';
import { randomOf } from '../../city/random.ts';
import { compactDate, hour, minute } from '../../city/time.ts';

/** The body of POST /sim/cases: a case opened from a call, filed now. */
const body = z.object({
  /** 接警单编号 */
  callNumber: z.string().regex(/^\d{30}$/, 'a 接警单编号 has 30 digits'),
  /** 12 digits: the sub-bureau in charge. */
  org: z.string(),
  leadOfficer: z.string(),
  assistants: z.array(z.string()).default([]),
  name: z.string().min(1).default('测某试被殴打他人案'),
});

/** Somebody asked for a case that cannot be. */
export class CaseRefused extends Error {
  override name = 'CaseRefused';
}

/** Throws CaseRefused, saying what is wrong. `serial` (from 1) tells apart the cases entered by hand. */
export const enteredCase = (city: City, input: unknown, now: number, serial: number): CaseFile => {
  const parsed = body.safeParse(input);
  if (!parsed.success) throw new CaseRefused(z.prettifyError(parsed.error));
  const { callNumber, org, leadOfficer, assistants, name } = parsed.data;
  if (!city.orgs.some(({ code }) => code === org)) throw new CaseRefused(`no organisation ${org} in this city`);
  const strangers = [leadOfficer, ...assistants].filter((id) => !city.officers.some(({ policeId }) => policeId === id));
  if (strangers.length > 0) throw new CaseRefused(`no officers ${strangers.join(', ')} in this city`);
  const random = randomOf('entered-case', callNumber, serial);
  return {
    // Days end at 31, so sequences from 9999 downwards are never those of the city's own cases.
    number: `A${org}${compactDate(now).slice(0, 6)}${10_000 - serial}`,
    name,
    org,
    category: { code: '030101', label: '殴打他人' },
    callNumber,
    acceptanceNumber: `${org.slice(0, 6)}${compactDate(now)}${random.digits(11)}`,
    leadOfficer,
    assistants,
    from: now - hour,
    to: now - 50 * minute,
    filedAt: now,
    updatedAt: now + 20 * hour,
    address: '临江市滨江路1号',
    brief: '经初查，双方因琐事发生殴打。',
    suspect: personOf(random),
  };
};
