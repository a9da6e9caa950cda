import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Decision } from '../../../hub/core/vocabulary.ts';
import { compareRules, type Sample } from '../../../hub/match/lab/compare-rules.ts';
import { parseRules, standardRules } from '../../../hub/match/rules/rules.ts';
import { asFootage, asRecords, call, clip, minute, place, rules, ten } from '../_fixtures.ts';

const yaml = readFileSync(standardRules, 'utf8');
const hour = 60 * minute;
/** Nothing is sure enough for these. */
const shy = parseRules(yaml.replace(/linked: 0\.\d+/, 'linked: 0.999999999'), 'shy');

/** Three calls of three officers, hours apart: a sure clip, one without a place, one of somebody else passing by. */
const sample = (standing: Record<string, Decision> = {}): Sample => ({
  records: asRecords([
    call({ id: 'sure', officers: ['009901'], arrived: ten }),
    call({ id: 'bare', officers: ['009902'], arrived: ten + 4 * hour, at: null }),
    call({ id: 'empty', officers: ['009903'], arrived: ten + 8 * hour }),
  ]),
  footage: asFootage([
    clip({ id: 'sure', device: 'cam-1', policeId: '009901', start: ten, at: place() }),
    clip({ id: 'bare', device: 'cam-2', policeId: '009902', start: ten + 4 * hour }),
  ]),
  standing: new Map(Object.entries(standing)),
  isCounted: () => true,
});
const pairsOf = ({ pairs }: { pairs: readonly { recordId: number; footageId: number }[] }) =>
  pairs.map(({ recordId, footageId }) => `${recordId} ${footageId}`);

test('the same rules change nothing', () => {
  const { before, after, changes } = compareRules(rules, rules, sample());
  expect(before).toEqual(after);
  expect(before).toMatchObject({ linked: 2, review: 0, covered: 2, judged: 0, confirmed: 0 });
  for (const { total, pairs } of Object.values(changes)) expect([total, pairs]).toEqual([0, []]);
});

test('what was linked and is only offered now is newly ambiguous, and added the other way round', () => {
  const there = compareRules(rules, shy, sample());
  expect(there.after).toMatchObject({ linked: 0, review: 2, covered: 0 });
  expect(there.changes.ambiguous.total).toBe(2);
  expect(pairsOf(there.changes.ambiguous)).toEqual(['1 1', '2 2']);
  expect(there.changes.ambiguous.pairs[0]).toMatchObject({ before: { stand: 'linked' }, after: { stand: 'review' } });
  const back = compareRules(shy, rules, sample());
  expect(pairsOf(back.changes.added)).toEqual(['1 1', '2 2']);
  expect(back.changes.added.pairs[0]?.after.evidence?.[0]).toMatchObject({ comparison: 'prior' });
});

test('what rules do not see any more is lost, with the reasons of before', () => {
  const blind = parseRules(yaml.replace(/prior: 0\.\d+/, 'prior: 0.0000000001'), 'blind');
  const { changes } = compareRules(rules, blind, sample());
  expect(changes.lost.pairs.map(({ after }) => after)).toContainEqual({ stand: 'none' });
  expect(changes.lost.total + changes.ambiguous.total).toBe(2);
});

test('people’s decisions are in no list, and judge the rules as if nobody had decided', () => {
  const decided = sample({ '1 1': 'confirmed', '2 2': 'rejected' });
  const { before, after, changes } = compareRules(rules, shy, decided);
  expect(before).toMatchObject({ judged: 2, right: 1, confirmed: 1, found: 1, offered: 1 });
  expect(after).toMatchObject({ judged: 0, right: 0, confirmed: 1, found: 0, offered: 1 });
  for (const { total } of Object.values(changes)) expect(total).toBe(0);
});

test('records that are only there as rivals are not counted', () => {
  const { before } = compareRules(rules, shy, { ...sample(), isCounted: ({ id }) => id === 2 });
  expect(before).toMatchObject({ linked: 1, covered: 1 });
});
