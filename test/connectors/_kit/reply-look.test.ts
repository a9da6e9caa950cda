import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { beginningWithoutTokens, lookAtReply } from '../../../connectors/_kit/reply-look.ts';

const look = (document: unknown, rows: readonly unknown[] = []) =>
  lookAtReply({ body: Buffer.from(JSON.stringify(document)), contentType: 'application/json' }, { rows, document });

test('rows are counted, and what stands in them is not shown', () => {
  expect(look({ data: { list: [{ name: '某人' }] } }, [{ name: '某人' }])).toEqual({ rows: 1 });
});

test('an empty list is an answer, a refusal with HTTP 200 is a doubt', () => {
  expect(look({ code: 200, data: { total: 0, list: [] } })).toEqual({
    reply: '{"code":200,"data":{"total":0,"list":[]}}',
  });
  const refusal = { code: 401, msg: '凭证无效' };
  // Without a mapping the refusal itself looks like a row.
  expect(look(refusal, [refusal])).toEqual({ reply: '{"code":401,"msg":"凭证无效"}', doubt: 'no-list' });
});

test('XML without rows shows no list, which says nothing', () => {
  const body = iconv.encode('<?xml version="1.0" encoding="GBK"?>\n<root><message>成功</message></root>', 'gbk');
  const found = lookAtReply({ body, contentType: 'text/xml; charset=GBK' }, { rows: [], document: { root: {} } });
  expect(found.doubt).toBeUndefined();
  expect(found.reply).toContain('成功');
});

test('a long reply is cut, and tokens are not shown', () => {
  const reply = JSON.stringify({ result: { ticket: 'eyJhbGciOiJIUzI1NiJ9.e30.abcdef' }, more: '很长'.repeat(400) });
  const shown = beginningWithoutTokens(Buffer.from(reply), 'application/json');
  expect(shown).toContain('"ticket":"eyJh…"');
  expect(shown.length).toBeLessThan(220);
});
