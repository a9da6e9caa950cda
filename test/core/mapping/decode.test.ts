import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { compile, messageOf, thrownBy } from './_compile.ts';

const fields = 'fields:\n  externalId: id\n  kind: =call\n  time: { start: at }\n';
const decoder = (decode: string, rows = 'doc.row', more = '') =>
  compile(`decode: ${decode}\nrows: ${rows}\n${more}${fields}`);
const rowsOf = (decode: string, text: string, rows?: string) =>
  JSON.parse(JSON.stringify(decoder(decode, rows).open(messageOf(text)).rows));

describe('decode chains', () => {
  test('the whole URL-encoded, + for a space', () => {
    const text = encodeURIComponent('<doc><row><id>测 试+1</id></row></doc>').replaceAll('%20', '+');
    expect(rowsOf('[{ urlDecode: whole }, xml]', text)).toEqual([{ id: '测 试+1' }]);
  });

  test('values URL-encoded; a lone % is left as it came', () => {
    const text = '<doc><row><id>%E6%B5%8B+1</id><rate>5%</rate></row></doc>';
    expect(rowsOf('[xml, { urlDecode: values }]', text)).toEqual([{ id: '测 1', rate: '5%' }]);
  });

  test('values encoded twice; what was never encoded keeps its plus', () => {
    const text = '<doc><row><id>%25E6%25B5%258B%2B1</id><at>Fri Jan 05 08:48:09 GMT+08:00 2024</at></row></doc>';
    expect(rowsOf('[xml, { urlDecode: values }, { urlDecode: values }]', text)).toEqual([
      { id: '测 1', at: 'Fri Jan 05 08:48:09 GMT+08:00 2024' },
    ]);
  });

  test('JSON inside XML, in GBK bytes', () => {
    const xml = '<ns:r xmlns:ns="urn:x"><ns:return>[{"id":"1","addr":"测试路一号"}]</ns:return></ns:r>';
    const { rows } = decoder('[{ charset: gbk }, xml, { take: r.return }, json]', '.').open({
      body: iconv.encode(xml, 'gbk'),
      contentType: 'text/xml',
    });
    expect(rows).toEqual([{ id: '1', addr: '测试路一号' }]);
  });

  test('XML inside XML', () => {
    const text = '<a><b>&lt;doc&gt;&lt;row id="1"/&gt;&lt;/doc&gt;</b></a>';
    expect(rowsOf('[xml, { take: a.b }, xml]', text)).toEqual([{ id: '1' }]);
  });

  test('scrub mends stray brackets, ampersands and control characters', () => {
    const text = '<doc><row><id>a<161>b & c &amp; d\u0002\u3000</id></row></doc>';
    expect(rowsOf('[scrub, xml]', text)).toEqual([{ id: 'a<161>b & c & d ' }]);
  });

  test('numbers of sixteen digits and more keep every digit, texts and decimals stay what they are', () => {
    const text = '[{"id":3201991000000010000000,"n":12,"d":1.12345678901234567,"t":"x: 1234567890123456789,"}]';
    expect(rowsOf('[json]', text, '.')).toEqual([
      { id: '3201991000000010000000', n: 12, d: 1.1234567890123457, t: 'x: 1234567890123456789,' },
    ]);
  });
});

describe('rows', () => {
  const xml = (body: string) => `<Doc><Row a="1">${body}</Row><Row a="2">${body}</Row></Doc>`;

  test('the same whatever the case of element and field names, where the mapping says so', () => {
    const mapping = decoder('[xml]', '{ path: doc.row, caseInsensitive: true }');
    const { rows } = mapping.open(
      messageOf('<DOC><Row><ID>1</ID><AT>2024-01-05 08:48:09</AT><Other>x</Other></Row></DOC>'),
    );
    expect(rows[0]).toMatchObject({ id: '1', at: '2024-01-05 08:48:09', Other: 'x' });
  });

  test('the same for rows within rows', () => {
    const { rows } = compile(
      `decode: [json]\nrows: { path: ., caseInsensitive: true }\nfields:\n  externalId: call.id\n  kind: =call\n  time: { start: call.at }\n  officers: [{ each: units, policeId: who }]\n`,
    ).open(messageOf('{"CALL":{"ID":"1","AT":"x","Other":"y"},"UNITS":[{"WHO":"9901"},{"Who":"9902"}]}'));
    expect(rows).toEqual([{ call: { id: '1', at: 'x', Other: 'y' }, units: [{ who: '9901' }, { who: '9902' }] }]);
  });

  test('the inner row is given fields of the outer one', () => {
    const rows = decoder('[xml]', '{ path: Doc.Row, inner: Data, carry: [a] }').open(
      messageOf(xml('<Data id="7"/>')),
    ).rows;
    expect(rows).toEqual([
      { a: '1', id: '7' },
      { a: '2', id: '7' },
    ]);
  });

  test('the first is a count', () => {
    const mapping = decoder('[json]', '{ path: data, firstIsCount: totalSize }');
    const open = (data: unknown) => mapping.open(messageOf(JSON.stringify({ data })));
    expect(open([{ totalSize: 900 }, { id: '1' }])).toMatchObject({ total: 900, rows: [{ id: '1' }] });
    expect(open([{ totalSize: '0' }])).toMatchObject({ total: 0, rows: [] });
    expect(open([{ id: '1' }])).toMatchObject({ rows: [{ id: '1' }] });
  });

  test('none where there should be some is a misfit, unless that is allowed or the reply says that all is well', () => {
    const text = '<doc><other/></doc>';
    expect(thrownBy(() => decoder('[xml]').open(messageOf(text)))).toMatchObject({
      misfit: { rule: 'path', value: 'doc.row' },
    });
    expect(decoder('[xml]', '{ path: doc.row, optional: true }').open(messageOf(text)).rows).toEqual([]);
    const judged = decoder('[xml]', 'doc.row', 'success: { path: doc.code, in: [1] }\n');
    expect(judged.open(messageOf('<doc><code>1</code><row/></doc>')).rows).toEqual([]);
  });

  test('a list that is there and empty says that there is no news; a refusal has no list', () => {
    expect(rowsOf('[json]', '{"code":"1","doc":{"total":0,"row":[]}}')).toEqual([]);
    for (const refusal of ['{"code":"9","msg":"no right"}', '{"doc":{"row":null}}', '{"doc":[]}'])
      expect(thrownBy(() => decoder('[json]').open(messageOf(refusal)))).toMatchObject({ misfit: { field: 'rows' } });
    expect(thrownBy(() => decoder('[json]', 'row[kind=a]').open(messageOf('{"row":[{"kind":"b"}]}')))).toBeTruthy();
  });

  test('a row that is no object is a misfit of that row', () => {
    const mapping = decoder('[json]', '.');
    const { rows } = mapping.open(messageOf('[1, {"id":"1","at":"2024-01-05 08:48:09"}]'));
    expect(rows).toHaveLength(2);
    expect(thrownBy(() => mapping.map(rows[0], 's'))).toMatchObject({ misfit: { field: 'rows', rule: 'row' } });
  });
});

describe('success', () => {
  const spec = `success:
  path: code
  in: [1, "000"]
  message: msg
  emptyIf: 没有数据
  codes: { -1: retry, -619..-601: dead-letter, -104: duplicate, 5: empty, -416..-401: pause }
  otherwise: dead-letter
  refusals: [{ startsWith: 'SrcReceiver:', next: pause, say: not open }]
`;
  const open = (text: string) => decoder('[json]', 'rows', spec).open(messageOf(text));

  test.each([
    [
      { code: -1, msg: '超时' },
      { name: 'RetriableError', next: 'retry', message: expect.stringContaining('超时') },
    ],
    [{ code: '-610' }, { name: 'RecordError', misfit: { field: 'success', rule: 'code', value: '-610' } }],
    [{ code: -104 }, { name: 'DuplicateError', next: 'success' }],
    [{ code: '-408' }, { name: 'ConfigurationError', next: 'pause' }],
    [{ code: 77 }, { name: 'RecordError' }],
    [{}, { name: 'RecordError', message: expect.stringContaining('without a code') }],
  ])('%j throws %o', (reply, expected) => {
    expect(thrownBy(() => open(JSON.stringify(reply)))).toMatchObject(expected);
  });

  test('quiet times are no failure', () => {
    expect(open('{"code":0,"msg":"没有数据"}').rows).toEqual([]);
    expect(open('{"code":5}').rows).toEqual([]);
    expect(open('{"code":"000","rows":[]}').rows).toEqual([]);
  });

  test('a refusal in plain text is known before anything is parsed', () => {
    expect(thrownBy(() => open('SrcReceiver:服务未开通'))).toMatchObject({
      next: 'pause',
      message: expect.stringContaining('not open'),
    });
  });
});
