import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { claimedCharset, decodeText } from '../../hub/core/charset.ts';
import { RecordError } from '../../hub/core/errors.ts';

const chinese = fc
  .array(fc.integer({ min: 0x4e00, max: 0x9fa5 }), { minLength: 4, maxLength: 60 })
  .map((points) => String.fromCodePoint(...points));
const ascii = fc.stringMatching(/^[ -~]{0,20}$/);

describe('decodeText', () => {
  test('gives back any Chinese text in the charset it was written in', () => {
    const sample = fc.tuple(ascii, chinese, ascii).map((parts) => parts.join(''));
    fc.assert(
      fc.property(sample, fc.constantFrom('gbk', 'gb18030', 'utf-8', 'utf-16le'), (text, charset) => {
        expect(decodeText(iconv.encode(text, charset), charset as 'gbk')).toBe(text);
      }),
    );
  });

  test('UTF-8 taken for GBK is refused, naming UTF-8', () => {
    fc.assert(
      fc.property(chinese, (text) => {
        expect(() => decodeText(Buffer.from(text), 'gbk')).toThrow(/look like utf-8/);
      }),
    );
  });

  test('GBK taken for UTF-8 is refused, naming GBK and the remedy', () => {
    const bytes = iconv.encode('当事人在测试路停车', 'gbk');
    const error = (() => {
      try {
        return decodeText(bytes, 'utf-8');
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(RecordError);
    expect(error).toMatchObject({ misfit: { rule: 'charset' }, remedy: expect.stringContaining('gbk') });
  });

  test('characters beyond GB2312 that a GB2312 label hides are read', () => {
    expect(decodeText(iconv.encode('朱镕基的镕', 'gbk'), 'gb2312')).toBe('朱镕基的镕');
    expect(decodeText(iconv.encode('𠮷野家', 'gb18030'), 'gb2312')).toBe('𠮷野家');
  });

  test('a byte-order mark is left out', () => {
    expect(decodeText(Buffer.from('\ufeff<a/>'), 'utf-8')).toBe('<a/>');
  });

  test('bytes that are in no charset are a RecordError and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('utf-8', 'gbk', 'utf-16le'), (bytes, charset) => {
        try {
          expect(typeof decodeText(bytes, charset as 'gbk')).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(RecordError);
        }
      }),
    );
  });
});

describe('claimedCharset', () => {
  test.each([
    ['<a/>', '', 'utf-8'],
    ['<?xml version="1.0" encoding="GB2312"?><a/>', '', 'gb2312'],
    ["<?xml version='1.0' encoding='gbk'?><a/>", 'text/xml', 'gbk'],
    ['<?xml version="1.0" encoding="GBK"?><a/>', 'text/xml; charset=utf-8', 'utf-8'],
    ['{}', 'application/json; charset="GB18030"', 'gb18030'],
    ['<?xml version="1.0" encoding="klingon"?><a/>', '', 'utf-8'],
    ['\ufeff<?xml version="1.0" encoding="GBK"?><a/>', 'text/xml; charset=GBK', 'utf-8'],
  ])('%s with type "%s" is %s', (text, contentType, charset) => {
    expect(claimedCharset(Buffer.from(text), contentType)).toBe(charset);
  });
});
