import { expect, test } from 'vitest';
import { inOrder, type RoutedClip, roomOn } from '../../../hub/media/volumes/route.ts';
import type { VolumeRow } from '../../../hub/store/volumes.ts';

const now = Date.parse('2024-06-01T00:00:00+08:00');
const day = 86_400_000;

const volume = (name: string, more: Partial<VolumeRow> = {}): { row: VolumeRow } => ({
  row: {
    ...{ name, kind: 'local-folder', settings: {}, state: 'open', orgs: [], deviceKinds: [], fromDays: null },
    ...{ toDays: null, distance: 100, capacityBytes: null, reserveBytes: 0, usedBytes: 0, freeBytes: null },
    ...{ checkedAt: null, lastError: null, version: 1, createdAt: 0 },
    ...more,
  },
});
const clip = (more: Partial<RoutedClip> = {}): RoutedClip => ({
  org: '440106590000',
  deviceKind: 'body-camera',
  endAt: now - day,
  ...more,
});
const order = (volumes: { row: VolumeRow }[], one = clip()) => inOrder(volumes, one, now).map(({ row }) => row.name);

test('the volume of an organisation comes before those for all, the nearest organisation first', () => {
  const volumes = [
    volume('all', { distance: 0 }),
    volume('city', { orgs: ['440100000000'] }),
    volume('district', { orgs: ['440106000000'] }),
    volume('elsewhere', { orgs: ['440107000000'] }),
  ];
  expect(order(volumes)).toEqual(['district', 'city', 'all']);
  expect(order(volumes, clip({ org: null }))).toEqual(['all']);
});

test('kinds of devices and age decide what belongs where', () => {
  const volumes = [
    volume('rooms', { deviceKinds: ['interview-room'] }),
    volume('warm', { toDays: 30 }),
    volume('cold', { fromDays: 30 }),
  ];
  expect(order(volumes)).toEqual(['warm']);
  expect(order(volumes, clip({ endAt: now - 30 * day }))).toEqual(['cold']);
  expect(order(volumes, clip({ deviceKind: 'interview-room', endAt: now - 31 * day }))).toEqual(['rooms', 'cold']);
  // A camera whose clock runs ahead is new, not of no age.
  expect(order(volumes, clip({ endAt: now + day }))).toEqual(['warm']);
});

test('the nearest comes first, then the one with the most room; closed ones take nothing', () => {
  const volumes = [
    volume('far', { distance: 200, freeBytes: 900 }),
    volume('small', { freeBytes: 10 }),
    volume('large', { freeBytes: 500 }),
    volume('unbounded'),
    volume('draining', { state: 'draining', distance: 0 }),
    volume('read-only', { state: 'read-only', distance: 0 }),
  ];
  expect(order(volumes)).toEqual(['unbounded', 'large', 'small', 'far']);
});

test('room is what is free without the reserve, and no more than the hub may use', () => {
  expect(roomOn(volume('a', { freeBytes: 1_000, reserveBytes: 100 }).row)).toBe(900);
  expect(roomOn(volume('a', { freeBytes: 1_000, capacityBytes: 500, usedBytes: 400 }).row)).toBe(100);
  expect(roomOn(volume('a').row)).toBe(Number.POSITIVE_INFINITY);
});
