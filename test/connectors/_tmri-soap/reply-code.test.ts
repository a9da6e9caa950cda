import { expect, test } from 'vitest';
import { readHead, refusal } from '../../../connectors/_tmri-soap/reply-code.ts';
import { ConfigurationError, DuplicateError, RecordError, RetriableError } from '../../../hub/core/errors.ts';

const urlEncode = (value: string): string => encodeURIComponent(value).replaceAll('%20', '+');
const failure = (code: string, message: string): string =>
  `<?xml version="1.0" encoding="GBK"?><root><head><code>${code}</code><message>${message}</message></head></root>`;
const noRows =
  '<?xml version="1.0" encoding="GBK"?><root><head><code>1</code><message>数据下载成功！</message><rownum>0</rownum></head><body></body></root>';

test.each([
  ['-1', RetriableError],
  ['-10', ConfigurationError],
  ['-20', RetriableError],
  ['-24', RetriableError],
  ['-100', RecordError],
  ['-102', ConfigurationError],
  ['-104', DuplicateError],
  ['-401', ConfigurationError],
  ['-403', ConfigurationError],
  ['-406', ConfigurationError],
  ['-408', ConfigurationError],
  ['-410', ConfigurationError],
  ['-411', ConfigurationError],
  ['-413', ConfigurationError],
  ['-414', ConfigurationError],
  ['-416', ConfigurationError],
  ['-614', RecordError],
  ['-712', RetriableError],
])('%s', (code, expected) => {
  const error = refusal('tmri-soap', { code, message: '' });
  expect(error).toBeInstanceOf(expected);
  expect(error?.remedy).toBeTruthy();
});

test.each(['1', '0', '2', '-999', ''])('"%s" is for the mapping to judge', (code) => {
  expect(refusal('tmri-soap', { code, message: '' })).toBeUndefined();
});

test('the head is read from a reply that is encoded as a whole, in its values, or not at all', () => {
  const document = failure('-403', '接口序列号不存在');
  const expected = { code: '-403', message: '接口序列号不存在' };
  expect(readHead(urlEncode(document))).toEqual(expected);
  expect(readHead(document)).toEqual(expected);
  expect(readHead(failure('-403', encodeURIComponent('接口序列号不存在')))).toEqual(expected);
  expect(readHead(urlEncode(noRows) + '%E6%B5%8B'.repeat(5000))).toMatchObject({ code: '1' });
  expect(readHead('SrcReceiver: x')).toBeUndefined();
});
