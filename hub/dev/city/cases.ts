import type { Call, CaseFile, City, Interview } from './model.ts';
import { personOf } from './people.ts';
import { type Random, randomOf } from './random.ts';
import { callKinds } from './texts.ts';
import { compactDate, day, hour, midnight, minute, second } from './time.ts';

const perDay = 12;

const fileOf = (city: City, random: Random, call: Call, index: number, opens: CaseFile['category']): CaseFile => {
  const detectives = city.officers.filter(({ org, duty }) => org === call.org && duty === 'detective');
  const lead = random.pick(detectives);
  const filedAt = call.finishedAt + random.int(50, 240) * minute;
  const today = compactDate(call.reportedAt);
  const sequence = `${today.slice(6)}${String(index + 1).padStart(2, '0')}`;
  const suspect = personOf(random);
  return {
    number: `A${call.org}${today.slice(0, 6)}${sequence}`,
    name: `${call.caller.name}报${opens.label}案`,
    org: call.org,
    category: opens,
    callNumber: call.number,
    acceptanceNumber: `${call.org.slice(0, 6)}${today}${random.digits(11)}`,
    leadOfficer: lead.policeId,
    assistants: lead.partner ? [lead.partner] : [],
    from: call.reportedAt - random.int(10, 120) * minute,
    to: call.reportedAt,
    filedAt,
    updatedAt: filedAt + random.int(1, 20) * hour,
    address: call.address,
    brief: `${call.text}。经初查，嫌疑人${suspect.name}有作案嫌疑。`,
    suspect,
  };
};

/** Opens about a dozen cases from the day's calls and writes their numbers into those calls. */
export const casesOf = (city: City, date: string, calls: Call[]): CaseFile[] => {
  const random = randomOf(city.seed, 'cases', date);
  const chosen = calls
    .filter(({ duplicateOf, units }) => !duplicateOf && units.length > 0)
    .flatMap((call) => {
      const opens = callKinds.find(({ code }) => code === call.category.code)?.opens;
      return opens ? [{ call, opens, order: random.next() }] : [];
    })
    .sort((a, b) => a.order - b.order)
    .slice(0, perDay)
    .sort((a, b) => a.call.reportedAt - b.call.reportedAt);
  return chosen.map(({ call, opens }, index) => {
    const file = fileOf(city, random, call, index, opens);
    call.caseNumber = file.number;
    return file;
  });
};

const freeRoom = (rooms: City['rooms'], held: Interview[], from: number): City['rooms'][number] | undefined =>
  rooms.find(({ id }) => held.every((other) => other.room !== id || Math.abs(other.from - from) > 10 * minute));

/** About six interviews of 1–3 minutes (short, because their bytes are real), in cases filed early enough that day. */
export const interviewsOf = (city: City, date: string, cases: CaseFile[]): Interview[] => {
  const random = randomOf(city.seed, 'interviews', date);
  const interviews: Interview[] = [];
  for (const file of cases) {
    const from = file.filedAt + random.int(10, 90) * minute;
    const to = from + random.int(60, 180) * second;
    const rooms = city.rooms.filter(({ org }) => org === file.org);
    const room = freeRoom(rooms, interviews, from);
    if (!room || to > midnight(date) + day || !random.chance(0.7)) continue;
    interviews.push({
      caseNumber: file.number,
      room: room.id,
      org: file.org,
      officers: [file.leadOfficer, ...file.assistants],
      subject: file.suspect,
      from,
      to,
    });
  }
  return interviews;
};
