import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorWords, inChinese } from '../../embed-widget/console/error-words/in-chinese.ts';
import { saidIn } from './_said-in.ts';

/** What only who starts or extends the hub reads, in its log. */
const notShown = [
  '{} has no kind of volume as its default export',
  'export default defineVolumeKind({ … }), or begin the file name with "_"',
  '{} has no event handler as its default export',
  `export default onEvent('…', async (hub, data) => …), or begin the file name with "_"`,
];

const files = (room: string): string[] =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(room, file));
const ofHub = files('hub').filter((file) => !/^hub\/(cli|dev)\//.test(file));
const ofConnectors = [
  'connectors/_kit/http.ts',
  'connectors/_kit/network-error.ts',
  'connectors/_kit/paging.ts',
  'connectors/_rest-poll/session.ts',
  'connectors/file-drop.ts',
];

test('what the hub, the shared parts of connectors, REST and files say of errors is known in Chinese', () => {
  const said = [...ofHub, ...ofConnectors].flatMap(saidIn).filter((words) => !notShown.includes(words));
  expect(said.length).toBeGreaterThan(350);
  expect([...new Set(said)].filter((words) => !(words in errorWords))).toEqual([]);
});

test('nothing is held in Chinese that nobody says', () => {
  const said = new Set([...ofHub, ...files('connectors')].flatMap(saidIn));
  // Codes of a failed connection come from the system; a step of a check is told without an error.
  const isKept = (words: string): boolean => /^\{\}: E[A-Z_]+$/.test(words) || words === 'no answer within 30 seconds';
  expect(Object.keys(errorWords).filter((words) => !said.has(words) && !isKept(words))).toEqual([]);
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
  ['what the other side says in its own words', undefined],
])('%s', (english, chinese) => {
  expect(inChinese(english)).toBe(chinese);
});
