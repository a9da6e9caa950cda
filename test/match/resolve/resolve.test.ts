import { describe, expect, test } from 'vitest';
import type { Footage } from '../../../hub/core/footage.ts';
import type { BusinessRecord } from '../../../hub/core/record.ts';
import { matchAll } from '../../../hub/match/batch.ts';
import { framesOf } from '../../../hub/match/frames/frames.ts';
import { registersOf } from '../../../hub/match/frames/registers.ts';
import { Pairs } from '../../../hub/match/pairs/pairs.ts';
import { openScorer } from '../../../hub/match/pairs/score.ts';
import { evidenceOf } from '../../../hub/match/resolve/evidence.ts';
import { resolve } from '../../../hub/match/resolve/resolve.ts';
import { decisionCodes } from '../../../hub/match/resolve/verdicts.ts';
import { probabilityOf, weightOf } from '../../../hub/match/rules/rules.ts';
import { asFootage, asRecords, call, clip, minute, place, rules, ten } from '../_fixtures.ts';

const decisions = (records: BusinessRecord[], clips: Footage[]) =>
  Object.fromEntries(
    matchAll(rules, asRecords(records), asFootage(clips)).flatMap(({ pair, decision }) =>
      decision ? [[`${pair.left.record.externalId} ${pair.right.footage.externalId}`, decision]] : [],
    ),
  );

describe('rivals for the same seconds', () => {
  test('.95, .94, .93 and .01 abstain', () => {
    const records = asRecords([1, 2, 3, 4].map((index) => call({ id: `r${index}` })));
    const frames = framesOf(rules, registersOf(rules, [], []), records, asFootage([clip()]));
    const scorer = openScorer(frames);
    const weighing = (probabilities: readonly number[]) => {
      const pairs = new Pairs();
      for (const [record, probability] of probabilities.entries()) {
        scorer.weigh(record, 0);
        pairs.push(record, 0, scorer.pair, weightOf(probability));
      }
      return resolve(frames, pairs);
    };
    const { decision, weight, margin } = weighing([0.95, 0.94, 0.93, 0.01]);
    expect([...decision]).toEqual([decisionCodes.review, decisionCodes.review, decisionCodes.review]);
    for (const bits of weight) expect(probabilityOf(bits)).toBeLessThan(0.5);
    for (const bits of margin) expect(Math.abs(bits)).toBeLessThan(1);
    expect([...weighing([0.98]).decision]).toEqual([decisionCodes.linked]);
  });

  test('the place decides between two calls of one officer at one time', () => {
    const records = [call({ id: 'here', at: place() }), call({ id: 'there', at: place(6000, 0) })];
    expect(decisions(records, [clip({ at: place(30, 0) })])).toEqual({ 'here clip-1': 'linked' });
  });

  test('two records of one event are no rivals', () => {
    const again = call({ id: 'again', references: [{ kind: 'dispatch', id: 'first' }] });
    expect(decisions([call({ id: 'first' }), again], [clip()])).toEqual({
      'first clip-1': 'linked',
      'again clip-1': 'linked',
    });
    expect(decisions([call({ id: 'first' }), call({ id: 'other' })], [clip()])).toEqual({
      'first clip-1': 'review',
      'other clip-1': 'review',
    });
  });

  test('the last row of the waterfall says what rivals took', () => {
    const [one] = matchAll(rules, asRecords([call({ id: 'a' }), call({ id: 'b' })]), asFootage([clip()]));
    if (!one) throw new Error('a pair is expected');
    const evidence = evidenceOf(rules, one);
    expect(evidence.at(-1)).toMatchObject({ comparison: 'rivals', detail: { record: 'dispatch/b', margin: 0 } });
    expect(evidence.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(one.weight, 1);
  });
});

describe('many to many', () => {
  test('several units and cameras of one call are all linked', () => {
    const record = call({ officers: ['009901', '009902', '009903'] });
    const clips = ['009901', '009902', '009903'].map((policeId, index) =>
      clip({ id: `c${index}`, policeId, device: `device-${index}` }),
    );
    expect(Object.values(decisions([record], clips))).toEqual(['linked', 'linked', 'linked']);
  });

  test('one clip over two calls is linked to both and cut where the second begins', () => {
    const first = call({ id: 'first', cleared: ten + 20 * minute });
    const second = call({
      id: 'second',
      dispatched: ten + 22 * minute,
      arrived: ten + 25 * minute,
      cleared: ten + 45 * minute,
    });
    const resolved = matchAll(
      rules,
      asRecords([first, second]),
      asFootage([clip({ lengthMs: 40 * minute, at: place() })]),
    );
    const segments = Object.fromEntries(resolved.map(({ pair, segment }) => [pair.left.record.externalId, segment]));
    expect(resolved.map(({ decision }) => decision)).toEqual(['linked', 'linked']);
    expect(segments.first).toEqual({ from: ten, to: ten + 22 * minute });
    expect(segments.second).toEqual({ from: ten + 22 * minute, to: ten + 40 * minute });
  });

  test('a better clip of its own takes little from a rival: events are filmed in pieces', () => {
    const first = call({ id: 'first', arrived: ten, cleared: ten + 60 * minute, at: null });
    const second = call({ id: 'second', arrived: ten + 30 * minute, cleared: ten + 60 * minute });
    const later = { id: 'c2', start: ten + 31 * minute };
    const inDoubt = decisions([first, second], [clip({ id: 'c1' }), clip(later)]);
    expect(inDoubt).toMatchObject({ 'first c1': 'linked', 'second c2': 'review' });
    const seen = decisions([first, second], [clip({ id: 'c1' }), clip({ ...later, at: place() })]);
    expect(seen).toMatchObject({ 'first c1': 'linked', 'second c2': 'linked' });
    expect(seen['first c2']).not.toBe('linked');
  });

  test('a clip that goes on after a short pause is not taken by a call next door that names nobody', () => {
    const own = call({ id: 'own', cleared: ten + 60 * minute, at: place(250, 0) });
    const nextDoor = call({ id: 'next', arrived: ten + 12 * minute, cleared: ten + 40 * minute, officers: [] });
    const clips = [
      clip({ id: 'c1', at: place(200, 0) }),
      clip({ id: 'c2', start: ten + 12 * minute, at: place(200, 0), lengthMs: 28 * minute }),
    ];
    const found = decisions([own, nextDoor], clips);
    expect(found['own c1']).toBe('linked');
    expect(found['next c2']).toBe('review');
  });
});

describe('where no officer is known', () => {
  const nobody = call({ officers: [] });
  test('cameras that stayed are linked, two that only came near are ambiguous', () => {
    const one = clip({ id: 'c1', at: place(20, 0) });
    const two = clip({ id: 'c2', at: place(0, 30), policeId: '009905', device: 'device-2' });
    expect(decisions([nobody], [one])['440100202401050001 c1']).toBe('linked');
    expect(Object.values(decisions([nobody], [one, two]))).toEqual(['linked', 'linked']);
    const passing = [one, two].map((footage) => ({ ...footage, track: footage.track.slice(0, 2) }));
    expect(Object.values(decisions([nobody], passing))).toEqual(['review', 'review']);
  });

  test('another camera that certainly shows the event leaves a pair what several cameras of one event leave it', () => {
    const sure = clip({ id: 'sure', references: [{ kind: 'dispatch', id: '440100202401050001' }] });
    const other = clip({ id: 'other', policeId: '009905', device: 'device-2' });
    const taken = (severalCameras: number): number => {
      const shared = { ...rules, thresholds: { ...rules.thresholds, severalCameras } };
      const found = matchAll(
        shared,
        asRecords([call({ officers: [], at: null })]),
        asFootage([sure, other]),
        (_, row) => (row === 0 ? 'confirmed' : undefined),
      );
      const pair = found.find((one) => one.pair.right.footage.externalId === 'other');
      return pair?.rivalWeight ?? Number.NaN;
    };
    expect(taken(0)).toBeLessThan(-20);
    expect(taken(0.05)).toBeCloseTo(Math.log2(0.05), 3);
    expect(taken(1)).toBeCloseTo(0, 6);
  });

  test('a camera busy with another record is none', () => {
    const busy = call({ id: 'busy', officers: ['009905'], at: null });
    const clips = [
      clip({ id: 'free', policeId: '009906', device: 'device-3' }),
      clip({ id: 'taken', policeId: '009905', device: 'device-2', lengthMs: 20 * minute }),
    ];
    const later = call({ id: 'nobody', officers: [], arrived: ten + 4 * minute });
    const found = decisions([later, busy], clips);
    expect(found).toEqual({ 'busy taken': 'linked', 'nobody free': 'review' });
  });
});

describe('other clips of the same camera', () => {
  const late = clip({ id: 'c2', start: ten + 11 * minute, lengthMs: 2 * minute });
  test('a short pause within one event speaks for a clip, a better clip far from it against it', () => {
    const weightBeside = (other: Footage | undefined) => {
      const found = matchAll(rules, asRecords([call()]), asFootage(other ? [other, late] : [late]));
      const one = found.find(({ pair }) => pair.right.footage.externalId === 'c2');
      if (!one) throw new Error('a pair is expected');
      const evidence = evidenceOf(rules, one);
      expect(evidence.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(one.weight, 1);
      return one.seriesWeight;
    };
    const { continues, elsewhere } = rules.comparisons.series;
    expect(weightBeside(undefined)).toBe(0);
    expect(weightBeside(clip({ id: 'c1' }))).toBe(continues.weight);
    expect(weightBeside(clip({ id: 'c1', lengthMs: 3 * minute }))).toBe(elsewhere.weight);
    expect(weightBeside(clip({ id: 'c1', device: 'another' }))).toBe(0);
  });

  test('follow one another: the third piece follows the second, however long ago the first ended', () => {
    const first = clip({ id: 'c1', lengthMs: 4 * minute });
    const second = clip({ id: 'c3', start: ten + 6 * minute, lengthMs: 3 * minute });
    const gained = (pieces: Footage[]) =>
      matchAll(rules, asRecords([call()]), asFootage(pieces)).find(({ pair }) => pair.right.footage.externalId === 'c2')
        ?.seriesWeight;
    const { continues, elsewhere } = rules.comparisons.series;
    expect(gained([first, late])).toBe(elsewhere.weight);
    expect(gained([first, second, late])).toBe(continues.weight);
    expect(gained([late, second, first])).toBe(continues.weight);
    expect(gained([first, clip({ ...{ id: 'c3', device: 'another' }, start: ten + 6 * minute }), late])).toBe(
      elsewhere.weight,
    );
  });

  test('gain by a better one only: two of another event do not vouch for each other', () => {
    const found = matchAll(rules, asRecords([call()]), asFootage([clip({ id: 'c1' }), late]));
    const gained = new Map(found.map(({ pair, seriesWeight }) => [pair.right.footage.externalId, seriesWeight]));
    expect(gained.get('c1')).toBe(0);
    expect(gained.get('c2')).toBeGreaterThan(0);
  });

  test('do not vouch for each other where nobody knows the officer', () => {
    const found = matchAll(rules, asRecords([call({ officers: [] })]), asFootage([clip({ id: 'c1' }), late]));
    expect(found.map(({ seriesWeight }) => seriesWeight)).toEqual([0, 0]);
  });
});
