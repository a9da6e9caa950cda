import { expect, test } from 'vitest';
import { misfitPlaces } from '../../../hub/core/mapping/misfit-places.ts';

const readBy = new Map([
  ['time.start', new Set(['at', 'event.begun'])],
  ['officers.policeId', new Set(['units.no'])],
]);

test('the place of the value that does not fit, in lists by number', () => {
  const row = { at: '', event: { begun: 'yesterday' }, units: [{ no: '009901' }, { no: '??' }] };
  expect(misfitPlaces(row, { field: 'time.start', value: 'yesterday' }, readBy)).toEqual(['event.begun']);
  expect(misfitPlaces(row, { field: 'officers.policeId', value: '??' }, readBy)).toEqual(['units.1.no']);
});

test('a part of a value leads to the whole, and what is not there has no place', () => {
  expect(misfitPlaces({ at: '5 Jan, 8:48' }, { field: 'time.start', value: 'Jan' }, readBy)).toEqual(['at']);
  expect(misfitPlaces({ other: 1 }, { field: 'time.start', value: undefined }, readBy)).toEqual([]);
  expect(misfitPlaces({ at: 'x' }, { field: 'unknown', value: 'x' }, readBy)).toEqual([]);
});
