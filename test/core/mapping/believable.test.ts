import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { footageSchema } from '../../../hub/core/footage.ts';
import type { CompiledMapping, Mapped } from '../../../hub/core/mapping/compile.ts';
import { dryRun } from '../../../hub/core/mapping/dry-run.ts';
import { messageOf } from '../../../hub/core/mapping/examples.ts';
import { loadMappings } from '../../../hub/core/mapping/folder.ts';
import { recordSchema } from '../../../hub/core/record.ts';
import { compile, recordOf, thrownBy } from './_compile.ts';

// Mapping checks records by compiled code. These tests hold that it never lets through what the schema would not, and
// never gives anything that the schema would change.

const mappings = await loadMappings(join(import.meta.dirname, '../../../mappings'));

const agrees = (mapped: Mapped): void => {
  if (mapped.target === 'record') expect(recordSchema.parse(mapped.record)).toEqual(mapped.record);
  if (mapped.target === 'footage') expect(footageSchema.parse(mapped.footage)).toEqual(mapped.footage);
};

const exampleRows = async (mapping: CompiledMapping): Promise<unknown[]> => {
  const runs = await Promise.all(mapping.examples.map((example) => dryRun(mapping, messageOf(example))));
  return runs.flatMap(({ rows }) => rows.map(({ row }) => row));
};

/** What other systems put where something else belongs. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    ' ',
    '0',
    '无',
    'null',
    '-1',
    '1e300',
    '1e-9',
    'NaN',
    '9'.repeat(200),
    '\u3000',
    '<161>',
  ),
  fc.constantFrom<unknown>('2024-01-05 08:48:09', '2024-01-05', '20240105084809', '1704415689000', '99999999999999'),
  fc.constantFrom<unknown>(null, true, 0, -1, 1e300, Number.MAX_SAFE_INTEGER, [], {}, [null], [[]], { _: 'x' }),
  fc.string(),
  fc.double(),
  fc.array(fc.string(), { maxLength: 3 }),
);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A copy in which the value at a random leaf is another. */
const spoilt = (row: unknown, choices: readonly number[], value: unknown): unknown => {
  if (!isObject(row)) return value;
  const keys = Object.keys(row);
  const [choice = 0, ...rest] = choices;
  const key = keys[choice % Math.max(1, keys.length)];
  if (key === undefined) return row;
  const next = rest.length === 0 ? value : spoilt(row[key], rest, value);
  return Array.isArray(row) ? row.map((each, at) => (String(at) === key ? next : each)) : { ...row, [key]: next };
};

const change = fc.tuple(fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 4 }), odd);
const changes = fc.array(change, { minLength: 1, maxLength: 4 });

test.each([...mappings.values()])(
  '$name gives valid records or a RecordError, whatever a row holds',
  async (mapping) => {
    const rows = await exampleRows(mapping);
    expect(rows.length).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...rows), changes, async (row, all) => {
        const changed = all.reduce<unknown>((before, [choices, value]) => spoilt(before, choices, value), row);
        try {
          agrees(await mapping.map(changed, 'source'));
        } catch (error) {
          expect(error).toMatchObject({ name: 'RecordError', misfit: { field: expect.any(String) } });
        }
      }),
      { numRuns: 150 },
    );
  },
);

const footage = (lines: string, row: object): unknown =>
  compile(
    `target: footage\nfields:\n  externalId: id\n  deviceKind: kind\n  mediaType: type\n  start: at\n  end: at\n${lines}`,
  ).map({ id: 'F1', kind: 'body-camera', type: 'video', at: '2024-01-05 08:48:09', ...row }, 'source');

test.each([
  [{ id: 'x'.repeat(191) }, 'externalId'],
  [{ kind: 'drone' }, 'deviceKind'],
  [{ type: 'hologram' }, 'mediaType'],
  [{ size: '-1' }, 'media.bytes'],
  [{ size: '1e300' }, 'media.bytes'],
  [{ digest: 'd41d8cd98f00b204e9800998ecf8427e' }, 'media.sha256'],
])('what no footage may have is refused: %j', (row, field) => {
  const lines = '  media: { bytes: size, sha256: digest }\n';
  expect(thrownBy(() => footage(lines, row))).toMatchObject({ misfit: { field, rule: 'schema' } });
  agrees(footage(lines, { size: '10', digest: 'A'.repeat(64) }) as Mapped);
});

test('a number of a record has at most 190 characters', () => {
  const mapping = compile('fields:\n  externalId: id\n  kind: =call\n  time: { start: at }\n');
  expect(recordOf(mapping, { id: 'x'.repeat(190) }).externalId).toHaveLength(190);
  expect(thrownBy(() => recordOf(mapping, { id: 'x'.repeat(191) }))).toMatchObject({ misfit: { field: 'externalId' } });
});
