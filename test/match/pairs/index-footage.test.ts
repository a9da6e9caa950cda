import { expect, test } from 'vitest';
import { framesOf } from '../../../hub/match/frames/frames.ts';
import { registersOf } from '../../../hub/match/frames/registers.ts';
import { matchFootageOf, matchRecordOf } from '../../../hub/match/inputs.ts';
import { indexFootage } from '../../../hub/match/pairs/index-footage.ts';
import { loadRules } from '../../../hub/match/rules/rules.ts';
import { call, clip, minute, place, ten } from '../_fixtures.ts';

const rules = loadRules();
const hour = 60 * minute;

/** Names of the clips that are found for the first of some records, asked `times` times. */
const found = (calls: ReturnType<typeof call>[], clips: ReturnType<typeof clip>[], times = 1): string[] => {
  const records = calls.map((one, index) => matchRecordOf(index, one));
  const footage = clips.map((one, index) => matchFootageOf(index, one));
  const frames = framesOf(rules, registersOf(rules, records, footage), records, footage);
  const index = indexFootage(frames);
  let count = 0;
  for (let time = 0; time < times; time += 1) count = index.candidatesOf(0);
  return [...index.found.subarray(0, count)].map((row) => footage[row]?.externalId ?? '').sort();
};

const nobody = { officers: [] };
const strange = { policeId: null, device: 'device-1', org: '440301520000' };

test('a clip is found by its officer inside the window, beside it and a zone away, and not between', () => {
  const clips = [
    clip({ id: 'inside' }),
    clip({ id: 'zone', start: ten + 8 * hour }),
    clip({ id: 'between', start: ten + 4 * hour, lengthMs: minute }),
    clip({ id: 'other', policeId: '009999', org: '440301520000' }),
  ];
  expect(found([call({ id: 'r', at: null })], clips)).toEqual(['inside', 'zone']);
});

test('a track is found by where it was in the window, on both sides of the 180th meridian', () => {
  const at = (lon: number) => ({ lon, lat: 23.1 });
  const clips = [
    clip({ id: 'here', at: at(179.9999), ...strange }),
    clip({ id: 'across', at: at(-179.9999), ...strange }),
    clip({ id: 'far', at: at(179.9), ...strange }),
    clip({ id: 'later', at: at(179.9999), start: ten + 3 * hour, ...strange }),
  ];
  expect(found([call({ id: 'r', at: at(180), ...nobody })], clips)).toEqual(['across', 'here']);
});

test('a record that is asked for again finds the same', () => {
  const clips = [clip({ id: 'one', at: place(0, 0) }), clip({ id: 'two', at: place(0, 50) })];
  const records = [call({ id: 'r', at: place(0, 0) }), call({ id: 's', arrived: ten + 30 * hour })];
  expect(found(records, clips, 2)).toEqual(['one', 'two']);
});
