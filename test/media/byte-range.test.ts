import { expect, test } from 'vitest';
import { byteRange } from '../../hub/media/byte-range.ts';

const file = { bytes: 1000, etag: '"abc"', modifiedAt: Date.parse('2024-01-05T00:48:09.500Z') };
const answer = (headers: Record<string, string>) => byteRange(new Headers(headers), file);
const part = (start: number, end: number) => ({ status: 206, span: { start, end } });
const whole = { status: 200 };

const cases: [Record<string, string>, unknown][] = [
  [{}, whole],
  [{ range: 'bytes=0-99' }, part(0, 99)],
  [{ range: 'bytes=0-0' }, part(0, 0)],
  [{ range: 'bytes=500-' }, part(500, 999)],
  [{ range: 'bytes=999-' }, part(999, 999)],
  [{ range: 'bytes=990-5000' }, part(990, 999)],
  [{ range: 'bytes=-100' }, part(900, 999)],
  [{ range: 'bytes=-5000' }, part(0, 999)],
  [{ range: 'bytes=1000-' }, { status: 416 }],
  [{ range: 'bytes=5000-6000' }, { status: 416 }],
  [{ range: 'bytes=-0' }, { status: 416 }],
  [{ range: 'bytes=5-2' }, whole],
  [{ range: 'bytes=-' }, whole],
  [{ range: 'bytes=a-b' }, whole],
  [{ range: 'bytes=0-1,5-6' }, whole],
  [{ range: 'items=0-1' }, whole],
  [{ range: 'bytes=0-99', 'if-range': '"abc"' }, part(0, 99)],
  [{ range: 'bytes=0-99', 'if-range': '"other"' }, whole],
  [{ range: 'bytes=0-99', 'if-range': 'W/"abc"' }, whole],
  [{ range: 'bytes=0-99', 'if-range': 'Fri, 05 Jan 2024 00:48:09 GMT' }, part(0, 99)],
  [{ range: 'bytes=0-99', 'if-range': 'Fri, 05 Jan 2024 00:48:10 GMT' }, whole],
  [{ 'if-none-match': '"abc"' }, { status: 304 }],
  [{ 'if-none-match': 'W/"abc"' }, { status: 304 }],
  [{ 'if-none-match': '"x", "abc"' }, { status: 304 }],
  [{ 'if-none-match': '*' }, { status: 304 }],
  [{ 'if-none-match': '"x"' }, whole],
  [{ 'if-none-match': '"x"', 'if-modified-since': 'Fri, 05 Jan 2030 00:00:00 GMT' }, whole],
  [{ 'if-modified-since': 'Fri, 05 Jan 2024 00:48:09 GMT' }, { status: 304 }],
  [{ 'if-modified-since': 'Fri, 05 Jan 2024 00:48:08 GMT' }, whole],
  [{ 'if-modified-since': 'nonsense' }, whole],
];

for (const [headers, expected] of cases) {
  test(`${JSON.stringify(headers)} → ${JSON.stringify(expected)}`, () => expect(answer(headers)).toEqual(expected));
}

test('nothing of an empty file can be asked for', () => {
  const empty = { ...file, bytes: 0 };
  expect(byteRange(new Headers({ range: 'bytes=0-' }), empty)).toEqual({ status: 416 });
  expect(byteRange(new Headers({ range: 'bytes=-1' }), empty)).toEqual({ status: 416 });
  expect(byteRange(new Headers(), empty)).toEqual(whole);
});
