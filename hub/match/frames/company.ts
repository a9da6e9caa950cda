import type { MatchRecord } from '../inputs.ts';
import { firstFrom, GrowingInts, groupRows, orderOf } from './columns.ts';
import { Interner } from './interner.ts';

/** What the registers need of a record. */
export type Service = Pick<MatchRecord, 'officers' | 'start'>;

/** One common call is help, two are a habit. */
const leastTogether = 2;

/**
 * Who works with whom, by the records they were on: officers who were on most records of the time together, and on two at
 * least; in the order of their numbers.
 *
 * @param reachMs how far before and after a moment records count
 */
export const companyIn = (
  records: Iterable<Service>,
  reachMs: number,
): ((policeId: string, at: number) => readonly string[]) => {
  const people = new Interner();
  const times: number[] = [];
  // One row for each officer of each record; the officers of one record are neighbours.
  const [officers, firsts, lasts] = [new GrowingInts(), new GrowingInts(), new GrowingInts()];
  for (const record of records) {
    const first = officers.size;
    for (const { policeId } of record.officers) {
      if (policeId === undefined) continue;
      const person = people.add(policeId);
      let isKnown = false;
      for (let row = first; row < officers.size; row += 1) isKnown ||= officers.at(row) === person;
      if (isKnown) continue;
      officers.push(person);
      times.push(record.start);
    }
    for (let row = first; row < officers.size; row += 1) {
      firsts.push(first);
      lasts.push(officers.size);
    }
  }
  const texts = [...people.texts()];
  const at = Float64Array.from(times);
  const { starts, items } = groupRows(officers.finish(), people.size, orderOf(at));
  const served = Float64Array.from(items, (row) => at[row] as number);

  /** Places in `items` of an officer's records about a moment, `to` not included. */
  const around = (person: number, moment: number): [from: number, to: number] => {
    const [begin, end] = [starts[person] as number, starts[person + 1] as number];
    let to = firstFrom(served, moment - reachMs, begin, end);
    const from = to;
    while (to < end && (served[to] as number) <= moment + reachMs) to += 1;
    return [from, to];
  };
  const [others, counts]: [number[], number[]] = [[], []];
  return (policeId, moment) => {
    const person = people.find(policeId);
    if (person < 0) return [];
    others.length = 0;
    counts.length = 0;
    const [from, to] = around(person, moment);
    for (let place = from; place < to; place += 1) {
      const row = items[place] as number;
      for (let beside = firsts.at(row); beside < lasts.at(row); beside += 1) {
        if (beside === row) continue;
        const known = others.indexOf(officers.at(beside));
        if (known >= 0) counts[known] = (counts[known] as number) + 1;
        else {
          others.push(officers.at(beside));
          counts.push(1);
        }
      }
    }
    const partners: string[] = [];
    for (let place = 0; place < others.length; place += 1) {
      const [other, count] = [others[place] as number, counts[place] as number];
      if (count < leastTogether || count * 2 < to - from) continue;
      const [first, last] = around(other, moment);
      if (count * 2 >= last - first) partners.push(texts[other] as string);
    }
    return partners.sort();
  };
};
