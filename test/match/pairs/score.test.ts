import { describe, expect, test } from 'vitest';
import type { Footage } from '../../../hub/core/footage.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import { type Registers, registersOf } from '../../../hub/match/frames/registers.ts';
import type { MatchFootage, MatchRecord } from '../../../hub/match/inputs.ts';
import { evidenceOfPair } from '../../../hub/match/resolve/evidence.ts';
import { type Scored, scoreEach } from '../../../hub/match/resolve/explained.ts';
import { asFootage, asRecords, call, clip, iso, minute, place, rules, ten } from '../_fixtures.ts';

const scorePair = (registers: Registers, record: MatchRecord, footage: MatchFootage): Scored => {
  const [pair] = scoreEach(rules, registers, record, [footage]);
  if (!pair) throw new Error('a pair is expected');
  return pair;
};

/** Score the first record with the first clip; the others are what the registers know. */
const score = (records: BusinessRecord[], clips: Footage[]) => {
  const [left, right] = [asRecords(records), asFootage(clips)];
  const registers = registersOf(rules, left, right);
  const [record, footage] = [left[0], right[0]];
  if (!record || !footage) throw new Error('a record and a clip are needed');
  return scorePair(registers, record, footage);
};
const level = (comparison: keyof ReturnType<typeof score>['levels'], records: BusinessRecord[], clips: Footage[]) =>
  score(records, clips).levels[comparison]?.level;

describe('officer', () => {
  const other = clip({ policeId: '009902' });
  test.each([
    ['exact', [call()], [clip()]],
    [undefined, [call({ officers: [] })], [clip()]],
    [undefined, [call()], [clip({ policeId: null, device: 'unknown' })]],
    ['colleague', [call()], [other]],
    ['another', [call()], [clip({ policeId: '009902', org: '440105590000' })]],
  ])('%s', (expected, records, clips) => expect(level('officer', records, clips)).toBe(expected));

  test('of the station that an officer of the record served at then is a colleague too, whatever station the record is of', () => {
    const [own, lentFrom] = ['440106590000', '440105590000'];
    const of = (org: string) => clip({ policeId: '009902', org });
    const lent = call({ org: own, more: { officers: [{ policeId: '009901', org: lentFrom }] } });
    expect(level('officer', [call({ org: own })], [of(lentFrom)])).toBe('another');
    expect(level('officer', [lent], [of(lentFrom)])).toBe('colleague');
    expect(level('officer', [lent], [of(own)])).toBe('colleague');
    expect(level('officer', [lent], [of('440104590000')])).toBe('another');
    const row = evidenceOfPair(rules, score([lent], [of(lentFrom)])).find(({ comparison }) => comparison === 'officer');
    expect(row?.detail).toMatchObject({ officersServedAt: [lentFrom] });
  });

  test('is known by the device where nobody signed in', () => {
    const earlier = clip({ id: 'earlier', start: ten - 60 * minute });
    expect(level('officer', [call()], [clip({ policeId: null }), earlier])).toBe('issued');
    const later = clip({ id: 'later', start: ten + 60 * minute, policeId: '009902' });
    expect(level('officer', [call()], [clip({ policeId: null }), earlier, later])).toBe(undefined);
    const longAgo = clip({ id: 'long-ago', start: ten - 13 * 60 * minute });
    expect(level('officer', [call()], [clip({ policeId: null }), longAgo])).toBe(undefined);
  });

  test('a serial and the platform id that ends in it are one device', () => {
    const [long, serial] = ['44010613151000000001', '0000001'];
    const nobody = { policeId: null };
    const earlier = (device: string, policeId = '009901') =>
      clip({ id: `e${device}`, start: ten - 60 * minute, device, policeId });
    expect(level('officer', [call()], [clip({ ...nobody, device: serial }), earlier(long)])).toBe('issued');
    expect(level('officer', [call()], [clip({ ...nobody, device: long }), earlier(serial)])).toBe('issued');
    const elsewhere = earlier('32010613151000000001', '003201');
    expect(level('officer', [call()], [clip({ ...nobody, device: serial }), earlier(long), elsewhere])).toBe(undefined);
    expect(level('officer', [call()], [clip({ ...nobody, device: long }), elsewhere])).toBe(undefined);
  });

  test('one common call is help, two are partners', () => {
    const together = (index: number) =>
      call({ id: `t${index}`, arrived: ten - index * 60 * minute, officers: ['009901', '009902'] });
    expect(level('officer', [call(), together(1)], [other])).toBe('colleague');
    expect(level('officer', [call(), together(1), together(2)], [other])).toBe('partner');
    const alone = [3, 4, 5, 6].map((index) =>
      call({ id: `a${index}`, arrived: ten - index * 60 * minute, officers: ['009902'] }),
    );
    expect(level('officer', [call(), together(1), together(2), ...alone], [other])).toBe('colleague');
  });

  test('a contradiction is evidence against, never the end: a borrowed camera at the scene is still proposed', () => {
    const pair = score([call()], [clip({ policeId: '009902', at: place(20, 0) })]);
    expect(pair.levels.place?.level).toBe('stayed');
    expect(pair.weight).toBeGreaterThan(0);
  });
});

describe('time', () => {
  const at = (offset: number, lengthMs = 10 * minute) =>
    level('time', [call()], [clip({ start: ten + offset, lengthMs })]);
  test.each([
    ['arrives', 0, 10],
    ['arrives', -2, 10],
    ['begins', -3, 10],
    ['begins', 6, 10],
    ['during', 12, 5],
    ['through', -60, 70],
    ['touches', 22, 5],
    ['near', 33, 5],
    ['beside', 42, 5],
    ['zone', 480, 10],
    ['zone', -480, 10],
    ['apart', 120, 10],
  ])('%s at %i minutes for %i', (expected, offset, length) =>
    expect(at(offset * minute, length * minute)).toBe(expected),
  );

  test('a stranger’s clip that happens to run on is no more than one that was switched on meanwhile', () => {
    const running = { start: ten - 60 * minute, lengthMs: 70 * minute };
    expect(level('time', [call()], [clip({ ...running, policeId: '009902' })])).toBe('during');
    expect(level('time', [call({ officers: [] })], [clip(running)])).toBe('during');
  });

  test('an hour-only time widens the window and says little', () => {
    const hourOnly = call({ more: { time: { start: iso(ten), precision: 'hour' }, milestones: [] } });
    expect(level('time', [hourOnly], [clip({ start: ten + 50 * minute })])).toBe('inside');
    const precise = call({ more: { time: { start: iso(ten + minute + 7_000), precision: 'hour' }, milestones: [] } });
    expect(level('time', [precise], [clip({ start: ten + 2 * minute })])).toBe('begins');
  });

  test('a corrected clock is used', () => {
    const [record] = asRecords([call()]);
    const [footage] = asFootage([clip({ start: ten + 12 * 60 * minute })]);
    if (!record || !footage) throw new Error('fixtures');
    const corrected = { ...footage, clockErrorMs: 12 * 60 * minute };
    const pair = scorePair(registersOf(rules, [], []), record, corrected);
    expect(pair.levels.time?.level).toBe('arrives');
  });

  test('several units give one window from the first arrival to the last clearing', () => {
    const units = call({
      more: {
        milestones: [
          { name: 'arrived', at: iso(ten) },
          { name: 'arrived', at: iso(ten + 12 * minute) },
          { name: 'cleared', at: iso(ten + 15 * minute) },
          { name: 'cleared', at: iso(ten + 40 * minute) },
        ],
      },
    });
    expect(level('time', [units], [clip({ start: ten + 14 * minute })])).toBe('arrives');
    expect(level('time', [units], [clip({ start: ten + 30 * minute })])).toBe('during');
  });
});

describe('place', () => {
  const seen = (footage: Footage) => level('place', [call()], [footage]);
  test.each([
    ['stayed', 50],
    ['lingered', 380],
    ['around', 900],
    ['elsewhere', 2500],
    ['far', 9000],
  ])('%s at %i metres', (expected, metres) => expect(seen(clip({ at: place(metres, 0) }))).toBe(expected));

  test('no track, no place and a track elsewhere in time are neutral', () => {
    expect(seen(clip())).toBe(undefined);
    expect(level('place', [call({ at: null })], [clip({ at: place() })])).toBe(undefined);
  });

  test('a hole around the event is neutral, however far the track before and after it', () => {
    const whole = clip({ start: ten - 2 * minute, lengthMs: 24 * minute, at: place(1500, 0) });
    const holed = { ...whole, track: whole.track.filter(([at]) => at < ten - minute || at > ten + 21 * minute) };
    expect(seen(holed)).toBe(undefined);
    expect(seen(whole)).toBe('elsewhere');
  });

  test('a track that runs on for the shift speaks for the clip’s own minutes only', () => {
    const long = clip({ start: ten - 20 * minute, lengthMs: 45 * minute, at: place(20, 0) });
    const cut = (from: number) => ({
      ...clip({ start: ten, lengthMs: 5 * minute }),
      track: long.track.filter(([at]) => at >= from),
    });
    expect(seen(cut(ten))).toBe('stayed');
    expect(seen(cut(ten + 6 * minute))).toBe('at');
    expect(seen(cut(ten + 9 * minute))).toBe(undefined);
  });

  test('the record’s accuracy is allowed for', () => {
    const rough = call({ at: { ...place(), accuracyM: 500 } as never });
    expect(level('place', [rough], [clip({ at: place(640, 0) })])).toBe('stayed');
  });
});

describe('organisation', () => {
  const nobody = call({ officers: [] });
  test.each([
    ['same', place(20, 0), '440106590000'],
    ['sibling', place(20, 0), '440106580000'],
    [undefined, undefined, '440106590000'],
    [undefined, place(2000, 0), '440106590000'],
    ['sibling', undefined, '440106580000'],
  ])('%s: what only the station brought is of it by that, and nothing is said twice', (expected, at, org) =>
    expect(level('organisation', [nobody], [clip({ org, ...(at ? { at } : {}) })])).toBe(expected),
  );
});

describe('reference', () => {
  const number = 'A4401060000002024010001';
  test.each([
    ['number', call({ references: [{ kind: 'footage', id: 'clip-1' }] }), clip()],
    [
      'number',
      call({ id: '440100202401050777' }),
      clip({ references: [{ kind: 'dispatch', id: '440100202401050777' }] }),
    ],
    [
      'shared',
      call({ references: [{ kind: 'case', id: number }] }),
      clip({ references: [{ kind: 'case', id: number }] }),
    ],
    ['other', call(), clip({ references: [{ kind: 'dispatch', id: '440100202401059999' }] })],
    [undefined, call(), clip({ references: [{ kind: 'case', id: number }] })],
  ])('%s', (expected, record, footage) => expect(level('reference', [record], [footage])).toBe(expected));

  test('outweighs a time that does not fit', () => {
    const pair = score(
      [call({ references: [{ kind: 'footage', id: 'clip-1' }] })],
      [clip({ start: ten + 900 * minute })],
    );
    expect(pair.weight).toBeGreaterThan(8);
  });
});

test('the waterfall adds up', () => {
  const pair = score([call({ officers: [] })], [clip({ at: place(300, 0) })]);
  const evidence = evidenceOfPair(rules, pair);
  expect(evidence.map(({ comparison }) => comparison)).toEqual([
    'prior',
    'time',
    'ending',
    'place',
    'organisation',
    'suitability',
  ]);
  expect(evidence.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(pair.weight, 1);
});
