import { expect, test } from 'vitest';
import { LineMeter } from '../../embed-widget/player/engine/line-meter.ts';
import { firstPiece, firstRung, nextRung, piecesOf } from '../../embed-widget/player/engine/rungs.ts';

const bandwidths = [260_000, 800_000, 3_100_000];

test('it climbs a rung at a time, where the line carries it and enough lies ahead', () => {
  expect(nextRung(0, bandwidths, undefined, 24)).toBe(0);
  expect(nextRung(0, bandwidths, 9_000_000, 24)).toBe(1);
  expect(nextRung(0, bandwidths, 9_000_000, 4)).toBe(0);
  expect(nextRung(1, bandwidths, 9_000_000, 24)).toBe(2);
  expect(nextRung(2, bandwidths, 9_000_000, 24)).toBe(2);
});

test('it goes down as far as it must, and between the two nothing changes', () => {
  expect(nextRung(2, bandwidths, 240_000, 24)).toBe(0);
  expect(nextRung(2, bandwidths, 1_500_000, 24)).toBe(1);
  for (const line of [850_000, 1_000_000, 4_000_000]) expect(nextRung(1, bandwidths, line, 24)).toBe(1);
  expect(nextRung(0, bandwidths, 100_000, 0)).toBe(0);
});

test('it begins with what leaves room on the line, and with the smallest where nothing does', () => {
  const rungs = bandwidths.map((bandwidth) => ({ url: '', type: '', bandwidth }));
  expect([0, 300_000, 400_000, 1_000_000, 1_100_000, 9_000_000].map((line) => firstRung(rungs, line))).toEqual([
    0, 0, 0, 0, 1, 2,
  ]);
});

test('the piece of a moment is the one it lies in, or the next that is to be had', () => {
  const piece = (from: number, isGap: boolean) => ({ url: String(from), from, to: from + 4, isGap });
  const pieces = { init: '', segments: [piece(0, false), piece(4, true), piece(8, false)] };
  expect([0, 3.9, 3.99, 5, 9, 12].map((at) => firstPiece(pieces, at)?.from)).toEqual([0, 0, 8, 8, 8, undefined]);
});

test('a playlist gives its pieces in order, with those that are not to be had', () => {
  const playlist = `#EXTM3U
#EXT-X-MAP:URI="init-2.m4s"
#EXT-X-GAP
#EXTINF:4.000000,
seg-2-00001.m4s
#EXTINF:3.5,
seg-2-00002.m4s
#EXT-X-ENDLIST
`;
  expect(piecesOf(playlist, 'https://hub.example/media/1/p/x/media_2.m3u8')).toEqual({
    init: 'https://hub.example/media/1/p/x/init-2.m4s',
    segments: [
      { url: 'https://hub.example/media/1/p/x/seg-2-00001.m4s', from: 0, to: 4, isGap: true },
      { url: 'https://hub.example/media/1/p/x/seg-2-00002.m4s', from: 4, to: 7.5, isGap: false },
    ],
  });
  expect(piecesOf('#EXTM3U\n', 'https://hub.example/')).toBeUndefined();
});

test('loads beside each other are one reading of the line, and one good reading alone is not believed', () => {
  const meter = new LineMeter();
  meter.begin(0);
  meter.begin(0);
  expect(meter.line).toBeUndefined();
  meter.end(10_000, 500);
  meter.end(40_000, 1_000);
  expect(meter.line).toBe(400_000);
  meter.begin(5_000);
  meter.end(50_000, 5_100);
  expect(meter.line).toBe(400_000);
  meter.begin(9_000);
  meter.end(50_000, 9_100);
  expect(meter.line).toBe(4_000_000);
});

test('a load that failed, or a small one, says nothing', () => {
  const meter = new LineMeter();
  meter.begin(0);
  expect(meter.end(0, 20_000)).toBeUndefined();
  meter.begin(30_000);
  expect(meter.end(900, 30_300)).toBeUndefined();
  expect(meter.line).toBeUndefined();
});
