import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { compileMapping } from '../../../hub/core/mapping/compile.ts';
import { type DraftRequest, draftMapping } from '../../../hub/core/mapping/draft.ts';
import { dryRun } from '../../../hub/core/mapping/dry-run.ts';
import { findRows, sniff } from '../../../hub/core/mapping/find-rows.ts';
import { parseMapping } from '../../../hub/core/mapping/parse.ts';

const request: DraftRequest = {
  name: 'made-up',
  title: '试',
  connector: 'rest-poll',
  target: 'record',
  system: 'case',
};
const message = (text: string, contentType = '') => ({ body: Buffer.from(text), contentType });

/** What a guessed mapping makes of the message it was guessed from. */
const mapped = async (raw: { body: Uint8Array; contentType: string }, asked = request) => {
  const compiled = compileMapping(parseMapping(draftMapping(asked, [raw]), 'made-up.yaml'));
  const { rows, error } = await dryRun(compiled, raw);
  return { error, rows: rows.map((row) => row.error?.message ?? row.mapped) };
};

test('XML in GBK under a label that lies, with one row', async () => {
  const xml =
    '<root><head><code>1</code></head><body><row><ajbh>A9901</ajbh><ajmc>测试案件名称</ajmc><faasj>2024-01-05 08:00:00</faasj><zbdw>990106000000</zbdw></row></body></root>';
  const { rows } = await mapped({ body: iconv.encode(xml, 'gbk'), contentType: 'text/xml' });
  expect(rows).toMatchObject([
    { record: { externalId: 'A9901', title: '测试案件名称', time: { start: '2024-01-05T08:00:00+08:00' } } },
  ]);
});

test('URL-encoded as a whole, with a list', async () => {
  const json = JSON.stringify({
    data: [
      { id: 'a', createTime: '20240105084809' },
      { id: 'b', createTime: '20240105084810' },
    ],
  });
  const { rows } = await mapped(message(encodeURIComponent(json)));
  expect(rows).toMatchObject([{ record: { externalId: 'a' } }, { record: { externalId: 'b' } }]);
});

test('a row that is broken does not spoil the guess, and numbers of organisations are no moments', async () => {
  const row = (id: string, time: string) => ({ id, deptTime: '990106590000', happenTime: time, dept: '990106590000' });
  const rows = [row('1', '2024/01/05 08:00'), row('2', '2024/01/05 09:00'), row('3', 'later')];
  const yaml = draftMapping(request, [message(JSON.stringify(rows))]);
  expect(yaml).toContain('org: dept');
  expect(yaml).toContain('start: happenTime');
  expect(yaml).toMatch(/times:\n {2}- yyyy\/MM\/dd HH:mm\n/);
});

test('footage', async () => {
  const files = [
    {
      wjbh: 'F1',
      cpxh: 'D1',
      kssj: '2024-01-05 08:00:00',
      jssj: '2024-01-05 08:10:00',
      bflj: 'http://10.0.0.1/f1.mp4',
    },
  ];
  const { rows } = await mapped(message(JSON.stringify(files)), { ...request, target: 'footage' });
  expect(rows).toMatchObject([
    { footage: { externalId: 'F1', end: '2024-01-05T08:10:00+08:00', media: { url: 'http://10.0.0.1/f1.mp4' } } },
  ]);
});

test('all messages of a sample are looked at: what the first lacks is found in another', () => {
  const one = { id: '1', happenTime: '2024-01-05 08:00:00', jybh: null };
  const other = { id: '2', happenTime: '2024-01-05 09:00:00', jybh: '009901', hphm: '粤A99T01' };
  const alone = draftMapping(request, [message(JSON.stringify({ data: one }))]);
  expect(alone).not.toContain('officers');
  const both = draftMapping(request, [
    message('busy'),
    ...[one, other].map((data) => message(JSON.stringify({ data }))),
  ]);
  expect(both).toContain('policeId: jybh');
  expect(both).toContain('plate: hphm');
});

test('an invented register in pinyin initials, several officers in one text', async () => {
  const row = (number: number, cjmj: string) => ({
    djbh: `XF${number}`,
    sy: '巡防处置',
    jbnr: '报警人称电动车电瓶被盗',
    xfdwdm: '99010659',
    ddsj: '2024-01-05 08:00:00',
    lksj: '2024-01-05 08:10:00',
    xxdd: '临江市渡口梧桐路320号',
    cjmj,
    gxrq: '2024-01-05 09:00:00',
  });
  const { rows } = await mapped(message(JSON.stringify([row(1, '009901'), row(2, '009901,009902')])));
  expect(rows[1]).toMatchObject({
    record: {
      externalId: 'XF2',
      title: '巡防处置',
      summary: '报警人称电动车电瓶被盗',
      time: { start: '2024-01-05T08:00:00+08:00', end: '2024-01-05T08:10:00+08:00' },
      place: { address: '临江市渡口梧桐路320号' },
      officers: [{ policeId: '009901' }, { policeId: '009902' }],
      updatedAt: '2024-01-05T09:00:00+08:00',
    },
  });
});

test('a table with Chinese headings', async () => {
  const row = {
    登记号: 'JQ1',
    简要情况: '报警人称有人在打架',
    到场时间: '2024/01/05 08:00',
    离场时间: '2024/01/05 08:10',
    单位代码: '990102580000',
    出警民警警号: '009901',
    出警民警: '林示一',
    现场地址: '临江市松园云帆大道2号',
  };
  const { rows } = await mapped(message(JSON.stringify({ rows: [row] })));
  expect(rows).toMatchObject([
    {
      record: {
        externalId: 'JQ1',
        summary: '报警人称有人在打架',
        time: { start: '2024-01-05T08:00:00+08:00', end: '2024-01-05T08:10:00+08:00' },
        officers: [{ policeId: '009901', name: '林示一' }],
        place: { address: '临江市松园云帆大道2号' },
      },
    },
  ]);
});

test('Chinese headings that name the people and the station by what they are, not by their numbers', async () => {
  const row = (at: number) => ({
    工单编号: `GD${at}`,
    受理时间: '2026/11/23 08:15',
    出警民警: at % 2 ? '009911、009912' : '009913',
    所属派出所: '990102580000',
    内容: '占道经营',
  });
  const { rows } = await mapped(message(JSON.stringify({ rows: [row(1), row(2)] })));
  expect(rows).toMatchObject([
    { record: { org: '990102580000', officers: [{ policeId: '009911' }, { policeId: '009912' }] } },
    { record: { externalId: 'GD2', officers: [{ policeId: '009913' }] } },
  ]);
});

test('what is neither JSON nor XML is refused with a remedy', () => {
  expect(() => draftMapping(request, [message('id;name\n1;a')])).toThrow(/neither JSON nor XML/);
  expect(sniff(message('<a><b></a>'))).toBeUndefined();
  expect(sniff(message(''))).toBeUndefined();
});

test('rows: the list with the most in it, none in an empty list, else the fullest object', () => {
  expect(
    findRows({
      codes: [{ a: 1 }],
      data: {
        list: [
          { a: 1, b: 2 },
          { a: 3, b: 4 },
        ],
      },
    }),
  ).toMatchObject({ path: 'data.list' });
  expect(findRows({ total: 0, data: [] }).rows).toEqual([]);
  expect(findRows({ head: { code: '1' }, body: { a: 1, b: 2, c: 3 } })).toMatchObject({ path: 'body' });
  expect(findRows('text').rows).toEqual([]);
});
