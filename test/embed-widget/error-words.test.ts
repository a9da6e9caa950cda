import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { errorWords, inChinese } from '../../embed-widget/console/error-words/in-chinese.ts';
import { validationWords } from '../../embed-widget/console/error-words/validation.ts';
import { saidIn } from './_said-in.ts';

/** What only who starts or extends the hub reads, in its log. */
const notShown = [
  '{} has no kind of volume as its default export',
  'export default defineVolumeKind({ … }), or begin the file name with "_"',
  '{} has no event handler as its default export',
  `export default onEvent('…', async (hub, data) => …), or begin the file name with "_"`,
  '{} has no connector as its default export',
  'export default defineConnector({ … }), or begin the file name with "_" if it is a part of another',
  '{} is not a kebab-case name',
  'rename the file: its name is what sources call the connector',
  '{} stands twice in {}',
  'keep one of the two files',
];

const files = (room: string): string[] =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(room, file));
const ofHub = files('hub').filter((file) => !/^hub\/(cli|dev)\//.test(file));
const ofConnectors = files('connectors');
const connectors = ofConnectors
  .map((file) => basename(file, '.ts'))
  .filter((name) => existsSync(`connectors/${name}.ts`));
const unknown = (words: string): boolean => !(words in errorWords) && !notShown.includes(words);

test('what the hub and the shared parts of connectors say of errors and checks is known in Chinese', () => {
  const said = [...ofHub, ...files('connectors/_kit')].flatMap(saidIn);
  expect(said.length).toBeGreaterThan(350);
  expect([...new Set(said)].filter(unknown)).toEqual([]);
});

// Who writes a new connector edits no list: until somebody translates it, it speaks English.
test.each(connectors)('%s says everything in Chinese, or nothing yet', (name) => {
  const own = ofConnectors.filter(
    (file) => file === `connectors/${name}.ts` || file.startsWith(`connectors/_${name}/`),
  );
  const shared = new Set(ofConnectors.filter((file) => !own.includes(file)).flatMap(saidIn));
  const said = [...new Set(own.flatMap(saidIn))];
  const isBegun = said.some((words) => words in errorWords && !shared.has(words));
  expect(isBegun ? said.filter(unknown) : []).toEqual([]);
});

test('nothing is held in Chinese that nobody says', () => {
  const said = new Set([...ofHub, ...ofConnectors].flatMap(saidIn));
  // Codes of a failed connection or of a folder come from the system; a step of a check is told without an error.
  const isKept = (words: string): boolean =>
    /: E[A-Z_]+$/.test(words) || words === 'no answer within 30 seconds' || words in validationWords;
  expect(Object.keys(errorWords).filter((words) => !said.has(words) && !isKept(words))).toEqual([]);
});

/** A schema, and what it refuses: every kind of check that settings, questions and mappings make. */
const refused: readonly (readonly [z.ZodType, unknown])[] = [
  [z.string(), 7],
  [z.number(), '7'],
  [z.int(), 7.5],
  [z.boolean(), 'yes'],
  [z.array(z.string()), 'one'],
  [z.object({}), 'one'],
  [z.record(z.string(), z.string()), 'one'],
  [z.tuple([z.number()]), 'one'],
  [z.literal('one'), 'two'],
  [z.enum(['one', 'two']), 'three'],
  [z.string().min(3), 'ab'],
  [z.string().max(3), 'abcd'],
  [z.array(z.string()).min(1), []],
  [z.array(z.string()).max(1), ['a', 'b']],
  [z.number().min(1), 0],
  [z.number().max(1), 2],
  [z.number().positive(), 0],
  [z.number().lt(1), 1],
  [z.string().startsWith('/'), 'a'],
  [z.string().regex(/^[0-9]{12}$/), 'a'],
  [z.url(), 'a'],
  [z.iso.datetime({ offset: true }), 'a'],
  [z.iso.date(), 'a'],
  [z.uuid(), 'a'],
  [z.record(z.string().regex(/^[a-z]+$/), z.string()), { A: 'b' }],
  [z.strictObject({}), { a: 1 }],
  [z.strictObject({}), { a: 1, b: 2 }],
  [z.union([z.string(), z.number()]), true],
];
test('what the check of a value says is known in Chinese, and nothing else of the kind', () => {
  const said = refused.flatMap(([schema, value]) => schema.safeParse(value).error?.issues ?? []);
  expect(
    said.map(({ message }) => message).filter((message) => !/\p{Script=Han}/u.test(inChinese(message) ?? '')),
  ).toEqual([]);
  const used = new Set(said.map(({ message }) => inChinese(message)));
  expect(used.size).toBe(Object.keys(validationWords).length);
});

test('every word put in stands in the Chinese too', () => {
  const holes = (words: string): number => words.split('{}').length - 1;
  const put = (words: string): number => new Set(words.match(/\{\d\}/g)).size;
  expect(Object.entries(errorWords).filter(([english, chinese]) => put(chinese) !== holes(english))).toEqual([]);
});

test.each([
  ['there is no source named cad', '没有名为 cad 的数据源'],
  [
    'there is no source named cad; see the list of sources for the right name',
    '没有名为 cad 的数据源；请在数据源列表中核对名称',
  ],
  [
    'the template holds {colour}, which no link has; use one of link, footage, or attributes.<name>',
    '模板中的 {colour} 是关联中没有的内容；使用 link, footage 之一，或 attributes.<名称>',
  ],
  ['ready; the first message proves that the sender has what it needs', '已就绪；收到第一条消息才能证明发送方配置正确'],
  ['what the other side says in its own words', undefined],
])('%s', (english, chinese) => {
  expect(inChinese(english)).toBe(chinese);
});
