import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything, type Scope } from '../../hub/core/scope.ts';
import type { SearchEngine } from '../../hub/search/engine.ts';
import type { SearchMode } from '../../hub/search/query/mode.ts';
import { search } from '../../hub/search/search.ts';
import { enginesUnderTest } from '../search/engines.ts';
import { document, town } from '../search/sample.ts';

/** Typed text, mode, and the documents that have to come back, whatever their order. */
const questions: [string, SearchMode, string[]][] = [
  ['', 'all', ['record-1', 'record-2', 'record-3', 'footage-4', 'footage-5']],
  ['电动车', 'all', ['record-1', 'record-2', 'footage-4']],
  ['盗', 'all', ['record-1', 'record-2', 'footage-4']],
  ['湖路', 'all', ['record-1', 'record-2', 'footage-4']],
  ['被盗 东湖', 'all', ['record-1', 'footage-4']],
  ['"电动车被盗"', 'all', ['record-1', 'footage-4']],
  ['"车电"', 'all', []],
  ['battery', 'all', ['record-1']],
  ['BATT', 'all', ['record-1']],
  ['batt', 'exact', []],
  ['battery', 'exact', ['record-1']],
  ['ＢＡＴＴＥＲＹ', 'all', ['record-1']],
  ['batery', 'all', []],
  ['batery', 'fuzzy', ['record-1']],
  ['batery~', 'all', ['record-1']],
  ['电瓶车被盗', 'fuzzy', ['record-1', 'footage-4']],
  ['苏A00001', 'unique', ['record-1']],
  ['苏a 00001', 'unique', []],
  ['苏a00001', 'unique', ['record-1']],
  ['009901', 'unique', ['record-1', 'footage-4']],
  ['00990', 'unique', []],
  ['990102000000202601050000000001', 'unique', ['record-1', 'record-2']],
  ['A99010259*', 'all', ['record-2']],
  ['plate:苏A0000*', 'combination', ['record-1', 'record-3']],
  ['车牌：苏A00002', 'combination', ['record-3']],
  ['officer:009901', 'combination', ['record-1', 'footage-4']],
  ['officer:=00990', 'combination', []],
  ['system:(case or traffic)', 'combination', ['record-2', 'record-3']],
  ['盗窃 or 讯问室', 'combination', ['record-1', 'record-2', 'footage-4', 'footage-5']],
  ['盗窃 not system:dispatch', 'combination', ['record-2', 'footage-4']],
  ['盗窃 -type:footage', 'combination', ['record-1', 'record-2']],
  ['not (盗窃 or system:traffic)', 'combination', ['footage-5']],
  ['not "电动车被盗"', 'combination', ['record-2', 'record-3', 'footage-5']],
  ['title:盗窃案', 'combination', ['record-2']],
  ['summary:连续发生', 'combination', ['record-2']],
  ['org:990103', 'combination', ['record-3', 'footage-5']],
  ['org:=990102590000', 'combination', ['record-1', 'record-2', 'footage-4']],
  ['linked:true type:record', 'combination', ['record-1', 'record-2']],
  ['deviceKind:interview-room', 'combination', ['footage-5']],
  ['at:>=2026-01-05T08:14', 'combination', ['footage-4', 'footage-5']],
  ['at:<2026-01-05T08:03 and type:record', 'combination', ['record-1', 'record-2']],
  ['at:2026-01-06', 'combination', []],
];

const scopes: [Scope, string[]][] = [
  [{ kind: 'orgs', orgs: ['990102000000'] }, ['record-1', 'record-2', 'footage-4']],
  [{ kind: 'orgs', orgs: ['990103590000'] }, ['record-3', 'footage-5']],
  [{ kind: 'orgs', orgs: [] }, []],
  [{ kind: 'records', records: [2] }, ['record-2']],
  [{ kind: 'records', records: [] }, []],
];

for (const { name, absent, open, dispose } of enginesUnderTest()) {
  describe.skipIf(absent !== undefined)(`search engine ${name}${absent ? ` (not run: ${absent})` : ''}`, () => {
    let engine: SearchEngine;
    const ask = (text: string, mode: SearchMode = 'all', scope: Scope = everything, limit = 50, cursor?: string) =>
      search(engine, { text, mode, filter: {}, scope, limit, ...(cursor === undefined ? {} : { cursor }) });
    const ids = async (...args: Parameters<typeof ask>) => (await ask(...args)).items.map(({ document: { id } }) => id);

    beforeAll(async () => {
      engine = open();
      await engine.put(town);
    });
    afterAll(async () => {
      await engine.clear();
      await engine.close();
      dispose();
    });

    test.each(questions)('%s (%s)', async (text, mode, expected) => {
      const answer = await ask(text, mode);
      expect(answer.items.map(({ document: { id } }) => id).sort()).toEqual([...expected].sort());
      expect(answer.total).toBe(expected.length);
    });

    test.each(scopes)('scope %j holds for hits, totals and facets', async (scope, expected) => {
      const answer = await ask('', 'all', scope);
      expect(answer.items.map(({ document: { id } }) => id).sort()).toEqual([...expected].sort());
      expect(answer.total).toBe(expected.length);
      expect(answer.facets.type.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length);
      expect(await ids('苏A00002', 'unique', scope)).toEqual(expected.includes('record-3') ? ['record-3'] : []);
    });

    test('a hit in the title comes before one in the text', async () => {
      expect((await ids('盗窃案'))[0]).toBe('record-2');
    });

    test('facets count what was found', async () => {
      const { facets } = await ask('盗窃');
      expect(facets.type).toEqual([
        { value: 'record', count: 2 },
        { value: 'footage', count: 1 },
      ]);
      expect(facets.system.map(({ value }) => value).sort()).toEqual(['case', 'dispatch']);
    });

    test('a document put again replaces the old one; a removed one is gone', async () => {
      const first = document({ type: 'record', key: 90, title: '第一版文字', numbers: ['X90'] });
      await engine.put([first]);
      await engine.put([{ ...first, title: '另外的内容' }]);
      expect(await ids('第一版文字')).toEqual([]);
      expect(await ids('另外的内容')).toEqual(['record-90']);
      await engine.remove(['record-90', 'record-never-there']);
      expect(await ids('另外的内容')).toEqual([]);
      expect(await engine.count()).toBe(town.length);
    });

    test('pages follow each other without gap or repetition', async () => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await ask('', 'all', everything, 2, cursor);
        seen.push(...page.items.map(({ document: { id } }) => id));
        cursor = page.next;
      } while (cursor);
      expect(seen.sort()).toEqual(town.map(({ id }) => id).sort());
    });

    test('any piece of a Chinese text of two or more characters finds it, and nothing that lacks it', async () => {
      const character = fc.constantFrom(...'东南西北湖江路号盗窃车被');
      const texts = fc.array(
        fc.array(character, { minLength: 1, maxLength: 12 }).map((chars) => chars.join('')),
        {
          minLength: 3,
          maxLength: 8,
        },
      );
      await fc.assert(
        fc.asyncProperty(
          texts,
          fc.nat(),
          fc.nat(),
          fc.integer({ min: 2, max: 6 }),
          async (list, which, start, length) => {
            await engine.clear();
            const documents = list.map((title, index) => document({ type: 'record', key: 1_000 + index, title }));
            await engine.put(documents);
            const text = list[which % list.length] ?? '';
            const piece = [...text]
              .slice(start % [...text].length)
              .slice(0, length)
              .join('');
            fc.pre([...piece].length >= 2);
            const expected = documents.filter(({ title }) => title.includes(piece)).map(({ id }) => id);
            expect((await ids(piece)).sort()).toEqual(expected.sort());
          },
        ),
        { numRuns: name === 'embedded' ? 60 : 15 },
      );
      await engine.clear();
      await engine.put(town);
    });

    test('nothing that can be typed breaks it', async () => {
      const hostile = [
        '"',
        '((',
        '))',
        ':',
        'a:b:c',
        'title:',
        '-',
        'not',
        'or or',
        '*',
        '**a*',
        "'; DROP TABLE docs; --",
        '\\',
        '%_%',
        '\u0000',
        '😀',
        'NEAR(a b)',
        'a"b',
        '^a',
        '{title}: x',
        'at:xyz',
        'system:"',
        '~~',
        '（',
        'a'.repeat(3_000),
      ];
      for (const text of hostile)
        for (const mode of ['all', 'exact', 'fuzzy', 'unique', 'combination'] as const) await ask(text, mode);
      await fc.assert(
        fc.asyncProperty(fc.string({ maxLength: 40, unit: 'binary' }), async (text) => {
          await ask(text);
        }),
        { numRuns: name === 'embedded' ? 200 : 30 },
      );
      expect(await engine.count()).toBe(town.length);
    });
  });
}
