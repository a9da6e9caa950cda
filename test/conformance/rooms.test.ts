import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesBelow(join(folder, entry.name))
      : /\.(ts|mjs)$/.test(entry.name)
        ? [join(folder, entry.name)]
        : [],
  );

/** What a file imports, statically or lazily: its own files as paths from the top, packages by name. */
const importsOf = (file: string, { types }: { types: boolean }): string[] => {
  const written = readFileSync(join(root, file), 'utf8');
  const text = types ? written : written.replace(/^\s*(import|export) type\b[^;]*;/gm, '');
  const specifiers = [
    ...text.matchAll(
      /^\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^\s*import\s+'([^']+)'/gm,
    ),
  ];
  return specifiers.flatMap(([, a, b, c]) => {
    const specifier = a ?? b ?? c ?? '';
    if (!specifier.startsWith('.')) return [specifier];
    return [relative(root, resolve(root, dirname(file), specifier))];
  });
};

/** Floors from the bottom up. A file may import from its own room and from lower floors. */
const floors = [
  ['hub/core'],
  ['connectors'],
  ['hub/store', 'hub/queue'],
  [
    'hub/ingest',
    'hub/match',
    'hub/search',
    'hub/media',
    'hub/access',
    'hub/audit',
    'hub/insight',
    'hub/publish',
    'hub/tiers',
  ],
  ['hub/api', 'hub/workers'],
  ['hub/cli'],
];

/** Rooms on one floor that may know each other, with the reason. */
const sameFloor: Record<string, string> = {
  'hub/queue -> hub/store': 'the queue is filled from the outbox, which is a table',
};

const roomOf = (path: string): string | undefined => floors.flat().find((room) => path.startsWith(`${room}/`));
const floorOf = (room: string): number => floors.findIndex((rooms) => rooms.includes(room));

const sources = [...filesBelow('hub'), ...filesBelow('connectors'), ...filesBelow('embed-widget')];
const graph = new Map(sources.map((file) => [file, importsOf(file, { types: true })]));
/** What is left when the program runs: types are gone. */
const running = new Map(sources.map((file) => [file, importsOf(file, { types: false })]));

describe('the rooms of the design', () => {
  test('imports run downwards only, and verbs do not know each other', () => {
    const used = new Set<string>();
    const wrong = [...graph].flatMap(([file, imports]) => {
      const room = roomOf(file);
      if (!room) return [];
      return imports.flatMap((target) => {
        const other = roomOf(target);
        if (!other || other === room || floorOf(other) < floorOf(room)) return [];
        const pair = `${room} -> ${other}`;
        if (pair in sameFloor) {
          used.add(pair);
          return [];
        }
        return [`${file} imports ${target}`];
      });
    });
    expect(wrong).toEqual([]);
    expect(Object.keys(sameFloor).filter((pair) => !used.has(pair))).toEqual([]);
  });

  test('no file outside the hub reaches into it, and the hub reaches into no simulator', () => {
    const wrong = [...graph].flatMap(([file, imports]) =>
      imports
        .filter((target) => {
          if (/^hub\/dev\/(city|simulators)\//.test(file))
            return target.startsWith('hub/') ? !target.startsWith('hub/dev/') : target.startsWith('connectors/');
          if (file.startsWith('embed-widget/')) return target.startsWith('hub/') || target.startsWith('connectors/');
          return roomOf(file) !== undefined && (target.startsWith('hub/dev/') || target.startsWith('embed-widget/'));
        })
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('there is no circle of imports', () => {
    const state = new Map<string, 'open' | 'done'>();
    const circles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
        return;
      }
      state.set(file, 'open');
      for (const target of running.get(file) ?? []) if (running.has(target)) visit(target, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of running.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });

  test('shaka-player is imported in one file only', () => {
    const files = [...graph]
      .filter(([, imports]) => imports.some((target) => target.startsWith('shaka-player')))
      .map(([file]) => file);
    expect(files).toHaveLength(1);
  });

  test('imports name files that are there', () => {
    const lost = [...graph].flatMap(([file, imports]) =>
      imports
        .filter((target) => /^(hub|connectors|embed-widget)\//.test(target))
        .filter((target) => !statSync(join(root, target), { throwIfNoEntry: false })?.isFile())
        .map((target) => `${file} imports ${target}`),
    );
    expect(lost).toEqual([]);
  });

  test('every test stands in the room it tests', () => {
    const rooms = new Set([
      'conformance',
      'e2e',
      'bench',
      'kit',
      'dev',
      'embed-widget',
      'connectors',
      'mappings',
      ...floors.flat().map((room) => room.replace('hub/', '')),
    ]);
    const folders = readdirSync(join(root, 'test'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !rooms.has(name))).toEqual([]);
  });
});
