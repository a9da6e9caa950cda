import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecordError } from '../../hub/core/errors.ts';
import { epochOf, parseTime, timeParser, toIso } from '../../hub/core/time.ts';

const moments = fc.date({
  min: new Date('1992-01-02T00:00:00Z'),
  max: new Date('2199-12-30T00:00:00Z'),
  noInvalidDate: true,
});
const wholeSeconds = moments.map((date) => Math.floor(date.getTime() / 1000) * 1000);
const digits = (at: number) => toIso(at).replace(/\D/g, '').slice(0, 14);

describe('parseTime', () => {
  test.each([
    ['2024-01-05 08:48:09', 'yyyy-MM-dd HH:mm:ss', '2024-01-05T08:48:09+08:00', 'second'],
    ['2024-01-05 08:48:09.0', 'yyyy-MM-dd HH:mm:ss.S', '2024-01-05T08:48:09+08:00', 'second'],
    ['2024-01-05 08:48:09.123456', 'yyyy-MM-dd HH:mm:ss.S', '2024-01-05T08:48:09.123+08:00', 'second'],
    ['20240105084809123', 'yyyyMMddHHmmssSSS', '2024-01-05T08:48:09.123+08:00', 'second'],
    ['2024-01-05 08:48', 'yyyy-MM-dd HH:mm', '2024-01-05T08:48:00+08:00', 'minute'],
    ['2024-01-05 08', 'yyyy-MM-dd HH', '2024-01-05T08:00:00+08:00', 'hour'],
    ['2024-01-05', 'yyyy-MM-dd', '2024-01-05T00:00:00+08:00', 'day'],
    ['2024/1/5 8:48', 'yyyy/M/d H:mm', '2024-01-05T08:48:00+08:00', 'minute'],
    ['2024年01月05日 08时48分', 'yyyy年MM月dd日 HH时mm分', '2024-01-05T08:48:00+08:00', 'minute'],
    ['2024-01-05T08:48:09+0900', "yyyy-MM-dd'T'HH:mm:ssXXX", '2024-01-05T07:48:09+08:00', 'second'],
    ['2024-01-05T00:48:09Z', 'iso', '2024-01-05T08:48:09+08:00', 'second'],
    ['2021-04-30T14:43:49.439-04:00', 'iso', '2021-05-01T02:43:49.439+08:00', 'second'],
    ['2024-01-05T08:48', 'iso', '2024-01-05T08:48:00+08:00', 'minute'],
    ['Wed Dec 05 13:34:38 GMT+08:00 2018', 'java', '2018-12-05T13:34:38+08:00', 'second'],
    ['Fri Jan 05 08:48:09 CST 2024', 'java', '2024-01-05T08:48:09+08:00', 'second'],
    ['01/05/2024 08:48:09 AM', 'MM/dd/yyyy hh:mm:ss a', '2024-01-05T08:48:09+08:00', 'second'],
    ['1/5/2024 12:48 AM', 'M/d/yyyy h:mm a', '2024-01-05T00:48:00+08:00', 'minute'],
    ['1/5/2024 12:48 PM', 'M/d/yyyy h:mm a', '2024-01-05T12:48:00+08:00', 'minute'],
    ['2024年1月5日 下午8:48', 'yyyy年M月d日 ah:mm', '2024-01-05T20:48:00+08:00', 'minute'],
    ['01/05/2024 08:48:09', 'MM/dd/yyyy hh:mm:ssa?', '2024-01-05T08:48:09+08:00', 'day'],
    ['01/05/2024 08:48:09PM', 'MM/dd/yyyy hh:mm:ssa?', '2024-01-05T20:48:09+08:00', 'second'],
    ['1704415689000', 'epochMs', '2024-01-05T08:48:09+08:00', 'second'],
    ['1704415689', 'epochS', '2024-01-05T08:48:09+08:00', 'second'],
  ])('reads %s by %s', (text, format, iso, precision) => {
    expect(parseTime(text, [format])).toEqual({ at: Date.parse(iso), iso, precision });
  });

  test.each([
    ['2024-02-30 08:48:09'],
    ['2023-02-29 08:48:09'],
    ['2024-13-01 08:48:09'],
    ['2024-00-01 08:48:09'],
    ['2024-01-05 24:00:00'],
    ['2024-01-05 08:60:00'],
    ['0000-00-00 00:00:00'],
    ['2024-01-05 08:48:0x'],
    ['2024-01-05  8:48:09'],
    ['２０２４-01-05 08:48:09'],
    ['2024-01-05 08:48:09 '],
    [''],
  ])('refuses %s', (text) => {
    expect(parseTime(text, ['yyyy-MM-dd HH:mm:ss', 'iso'])).toBeUndefined();
  });

  test.each([['01/05/2024 13:48 PM'], ['01/05/2024 00:48 AM'], ['01/05/2024 08:48 XM'], ['01/05/2024 08:48']])(
    'refuses %s as a time of twelve hours',
    (text) => {
      expect(parseTime(text, ['MM/dd/yyyy hh:mm a'])).toBeUndefined();
    },
  );

  test('tries formats in order and reports the precision of the one that fits', () => {
    const formats = ['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd HH:mm', 'yyyy-MM-dd'];
    expect(parseTime('2024-01-05 08:48', formats)?.precision).toBe('minute');
    expect(parseTime('2024-01-05', formats)?.precision).toBe('day');
  });

  test('knows the summer time China had, and zones that still have one', () => {
    expect(parseTime('1988-07-01 08:00:00', ['yyyy-MM-dd HH:mm:ss'])?.iso).toBe('1988-07-01T08:00:00+09:00');
    const berlin = timeParser(['yyyy-MM-dd HH:mm'], 'Europe/Berlin');
    expect(berlin('2024-07-01 12:00')?.iso).toBe('2024-07-01T12:00:00+02:00');
    expect(berlin('2024-01-01 12:00')?.iso).toBe('2024-01-01T12:00:00+01:00');
    expect(berlin('2024-03-31 02:30')?.at).toBe(Date.parse('2024-03-31T01:30:00Z'));
  });

  test('keeps a fixed offset', () => {
    expect(parseTime('2024-01-05 08:48', ['yyyy-MM-dd HH:mm'], '-03:30')?.iso).toBe('2024-01-05T08:48:00-03:30');
  });

  test.each([['yyyy-MM'], ['yyyy-MM-dd hh:mm'], ['DD.MM.YYYY'], ['']])('refuses the format %s', (format) => {
    expect(() => timeParser([format])).toThrow(RangeError);
  });

  test('refuses a zone nobody knows when it is made, not while parsing', () => {
    expect(() => timeParser(['iso'], 'Asia/Atlantis')).toThrow(RangeError);
  });

  test('what is written by toIso comes back, in every zone', () => {
    const zones = fc.constantFrom('Asia/Shanghai', 'UTC', '+05:30', 'America/New_York', 'Asia/Urumqi');
    fc.assert(
      fc.property(moments, zones, (date, zone) => {
        const iso = toIso(date.getTime(), zone);
        expect(Date.parse(iso)).toBe(date.getTime());
        expect(parseTime(iso, ['iso'], zone)).toEqual({ at: date.getTime(), iso, precision: 'second' });
      }),
    );
  });

  test('compact digits come back to the second', () => {
    fc.assert(
      fc.property(wholeSeconds, (at) => {
        expect(parseTime(digits(at), ['yyyyMMddHHmmss'])?.at).toBe(at);
      }),
    );
  });

  test('never throws and never gives a moment outside 1900 to 2200', () => {
    const parse = timeParser(['yyyy-MM-dd HH:mm:ss', 'yyyyMMddHHmmss', 'yyyy/M/d H:m', 'iso', 'java', 'epochMs']);
    const likely = fc.stringMatching(/^[0-9:\-/ T.Z+]{0,30}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), likely), (text) => {
        const year = parse(text)?.iso.slice(0, 4);
        if (year !== undefined) expect(Number(year)).toBeGreaterThanOrEqual(1900);
      }),
    );
  });
});

test('epochOf reads canonical instants and refuses what is none', () => {
  expect(epochOf('2024-01-05T08:48:09+08:00')).toBe(1704415689000);
  expect(() => epochOf('yesterday')).toThrow(RecordError);
});
