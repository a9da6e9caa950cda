import { z } from 'zod';
import type { Call, City, Dispatched } from '../../city/model.ts';
import { randomOf } from '../../city/random.ts';
import { compactTime, isoTime, minute, second } from '../../city/time.ts';

const instant = z.union([z.number(), z.iso.datetime({ offset: true })]).transform((at) => new Date(at).getTime());

/** The body of POST /sim/calls. Times are epoch ms or ISO 8601 with offset, on the city's clock. */
const body = z.object({
  /** 12 digits: the station whose unit goes. */
  org: z.string(),
  /** 警号 of the unit; none: the dispatcher did not type them in. */
  officers: z.array(z.string()),
  /** When the unit was sent; now when absent. */
  at: instant.optional(),
  arrivedAt: instant.optional(),
  clearedAt: instant.optional(),
  lon: z.number(),
  lat: z.number(),
  text: z.string().min(1),
});

/** Somebody asked for a call that cannot be. */
export class CallRefused extends Error {
  override name = 'CallRefused';
}

const unitOf = (callNumber: string, { org, officers, ...times }: z.infer<typeof body>, sentAt: number): Dispatched => {
  const arrivedAt = times.arrivedAt ?? sentAt + 2 * minute;
  const clearedAt = times.clearedAt ?? arrivedAt + 8 * minute;
  if (arrivedAt < sentAt || clearedAt < arrivedAt) {
    throw new CallRefused('the unit is sent, arrives and is done in this order; give at <= arrivedAt <= clearedAt');
  }
  return {
    number: `${callNumber}01`,
    org,
    officers,
    sentAt,
    acknowledgedAt: Math.min(sentAt + 10 * second, arrivedAt),
    departedAt: Math.min(sentAt + 20 * second, arrivedAt),
    arrivedAt,
    clearedAt,
    feedbackNumber: `${callNumber}0101`,
    feedbackAt: clearedAt + minute,
    officersUnknown: officers.length === 0,
    arrivalUnknown: false,
  };
};

let entered = 0;

/** A call with one unit as entered by hand. Throws CallRefused, saying what is wrong, for a body that cannot be. */
export const enteredCall = (city: City, input: unknown, now: number): Call => {
  const parsed = body.safeParse(input);
  if (!parsed.success) throw new CallRefused(z.prettifyError(parsed.error));
  const { org, officers, lon, lat, text } = parsed.data;
  if (!city.orgs.some(({ code }) => code === org)) throw new CallRefused(`no organisation ${org} in this city`);
  const strangers = officers.filter((id) => !city.officers.some(({ policeId }) => policeId === id));
  if (strangers.length > 0) throw new CallRefused(`no officers ${strangers.join(', ')} in this city`);
  const sentAt = parsed.data.at ?? now;
  const reportedAt = sentAt - 90 * second;
  entered += 1;
  const serial = randomOf('entered-call', isoTime(now), Date.now(), entered).digits(10);
  const number = `${city.areaCode}${compactTime(reportedAt)}${serial}`;
  return {
    number,
    org: `${org.slice(0, 6)}000000`,
    station: org,
    category: { code: '02010100', label: '打架斗殴' },
    reportedAt,
    answeredAt: reportedAt + 5 * second,
    finishedAt: sentAt - 20 * second,
    lon,
    lat,
    address: '临江市滨江路1号',
    text,
    caller: { name: '测某试', idNumber: '990102199001010000', phone: '19900000000' },
    units: [unitOf(number, parsed.data, sentAt)],
  };
};
