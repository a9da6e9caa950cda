import type { City, TrafficCase } from './model.ts';
import { personOf, plateOf } from './people.ts';
import { addressOf, near } from './place.ts';
import { type Random, randomOf } from './random.ts';
import type { Roster, Unit } from './roster.ts';
import { captureBehaviours, stopBehaviours } from './texts.ts';
import { compactDate, midnight, minute, second } from './time.ts';

const stopsPerDay = 45;
const capturesPerDay = 25;

/** How long a roadside check takes around the moment that is written down as 违法时间. */
export const stopLasts = { beforeMs: 30 * second, afterMs: 4 * minute };

type Behaviour = (typeof stopBehaviours | typeof captureBehaviours)[number];

const trafficCase = (random: Random, kind: TrafficCase['kind'], unit: Unit, at: number, index: number): TrafficCase => {
  const area = unit.org.slice(0, 6);
  const sequence = `${compactDate(at).slice(4)}${String(index + 1).padStart(4, '0')}`;
  const decision = `${area}${kind === 'stop' ? 1 : 7}${sequence}`;
  const behaviour = random.pick<Behaviour>(kind === 'stop' ? stopBehaviours : captureBehaviours);
  return {
    kind,
    number: kind === 'stop' ? `${decision}${random.digits(7)}` : `${area}${compactDate(at).slice(2, 4)}${sequence}`,
    decision,
    officer: random.pick(unit.officers),
    org: unit.org,
    at,
    handledAt: at + (kind === 'stop' ? random.int(3, 8) : random.int(40, 300)) * minute,
    plate: plateOf(random),
    plateType: random.pick(['02', '02', '02', '52', '01']),
    driver: personOf(random),
    behaviour: { code: behaviour.code, label: behaviour.label },
    address: addressOf(random, ''),
    ...near(random, unit.base, 1500),
    fine: behaviour.fine,
  };
};

/** Roadside checks (现场) and captures of fixed cameras (非现场) that an officer on duty confirms. */
export const trafficOf = (city: City, date: string, roster: Roster): TrafficCase[] => {
  const random = randomOf(city.seed, 'traffic', date);
  const cases: TrafficCase[] = [];
  const moment = (): number => midnight(date) + random.int(8 * 3600, 23 * 3600 + 1800) * second;
  for (let attempt = 0; attempt < 400 && cases.length < stopsPerDay; attempt++) {
    const at = moment();
    const unit = random.pick(roster.on('traffic', at));
    const [from, to] = [at - stopLasts.beforeMs - minute, at + stopLasts.afterMs + minute];
    if (!roster.isFree(unit, from, to)) continue;
    roster.book(unit, from, to);
    cases.push(trafficCase(random, 'stop', unit, at, cases.length));
  }
  for (let index = 0; index < capturesPerDay; index++) {
    const at = moment();
    cases.push(trafficCase(random, 'capture', random.pick(roster.on('traffic', at)), at, cases.length));
  }
  return cases.sort((a, b) => a.at - b.at);
};
