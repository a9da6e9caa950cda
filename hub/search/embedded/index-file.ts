import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import type { SearchDocument } from '../document.ts';
import { numberKey } from '../document.ts';
import { type FacetField, facetsOf, type SearchAnswer, type SearchRequest } from '../engine.ts';
import { deletionsOf, fold, termsOf } from '../tokens.ts';
import { compile, rankExpression, scopeClause, type Vocabulary } from './compile.ts';
import { layout, longestNeighbour, schema } from './schema.ts';

/** The embedded index on one SQLite file. Synchronous: it lives in a worker thread. */
export interface SearchIndex {
  put(documents: readonly SearchDocument[]): void;
  remove(ids: readonly string[]): void;
  clear(): void;
  search(request: SearchRequest): SearchAnswer;
  count(): number;
  close(): void;
}

const proseOf = (doc: SearchDocument): string =>
  fold([doc.title, doc.summary, doc.address, ...doc.names, ...doc.labels].join('\n'));

const openDatabase = (file: string): Database.Database => {
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file);
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -65536;',
  );
  const version = (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (version !== 0 && version !== layout) throw new Error(`layout ${version} is not ${layout}`);
  // Reads every page of a small table: a torn file shows itself here and not in the middle of a query.
  database.exec(schema);
  database.prepare('SELECT count(*) FROM docs').get();
  return database;
};

const openOrRebuild = (file: string): Database.Database => {
  try {
    return openDatabase(file);
  } catch {
    // The index can be rebuilt from the store at any time: a damaged or outdated file is not worth a word.
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    return openDatabase(file);
  }
};

/** Open the index; a damaged file or one of an older layout begins empty. */
export const openIndex = (file: string): SearchIndex => {
  const database = openOrRebuild(file);
  const prepare = (sql: string) => database.prepare(sql);
  const statements = {
    find: prepare('SELECT rowid FROM docs WHERE id = ?'),
    insert: prepare(
      'INSERT INTO docs (id, type, key, source, system, kind, deviceKind, device, org, at, until, linked, prose, json) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)',
    ),
    words: prepare('INSERT INTO words (rowid, title, summary, address, name, label, number) VALUES (?,?,?,?,?,?,?)'),
    number: prepare('INSERT OR IGNORE INTO numbers (number, field, doc) VALUES (?,?,?)'),
    neighbour: prepare('INSERT OR IGNORE INTO neighbours (deletion, term) VALUES (?,?)'),
    known: prepare('SELECT 1 FROM neighbours WHERE deletion = ? AND term = ?'),
    removeDoc: prepare('DELETE FROM docs WHERE rowid = ?'),
    removeWords: prepare('DELETE FROM words WHERE rowid = ?'),
    removeNumbers: prepare('DELETE FROM numbers WHERE doc = ?'),
  };

  const removeRow = (rowid: number): void => {
    statements.removeWords.run(rowid);
    statements.removeNumbers.run(rowid);
    statements.removeDoc.run(rowid);
  };

  const learn = (term: string): void => {
    if (term.length < 3 || term.length > longestNeighbour || statements.known.get(term, term)) return;
    for (const deletion of deletionsOf(term)) statements.neighbour.run(deletion, term);
  };

  const putOne = (doc: SearchDocument): void => {
    const old = statements.find.get(doc.id) as { rowid: number } | undefined;
    if (old) removeRow(old.rowid);
    const own = [doc.system, doc.kind, doc.deviceKind, doc.device, doc.org].map((value) => value ?? null);
    const prose = proseOf(doc);
    const { lastInsertRowid } = statements.insert.run(
      ...[
        doc.id,
        doc.type,
        doc.key,
        doc.source,
        ...own,
        doc.at,
        doc.end,
        doc.linked ? 1 : 0,
        prose,
        JSON.stringify(doc),
      ],
    );
    const rowid = Number(lastInsertRowid);
    const text = (parts: readonly string[]): string => parts.flatMap(termsOf).join(' ');
    const columns = [[doc.title], [doc.summary], [doc.address], doc.names, doc.labels, doc.numbers].map(text);
    statements.words.run(rowid, ...columns);
    for (const term of new Set(columns.join(' ').split(' '))) if (!/\p{Script=Han}/u.test(term)) learn(term);
    const fields: [string, readonly (string | undefined)[]][] = [
      ['number', doc.numbers],
      ['officer', doc.officers.map(({ policeId }) => policeId)],
      ['plate', doc.plates],
      ['device', [doc.device]],
    ];
    for (const [field, values] of fields) {
      for (const value of values) {
        if (!value) continue;
        statements.number.run(numberKey(value), field, rowid);
        if (field === 'plate') learn(fold(value));
      }
    }
  };

  const vocabulary: Vocabulary = {
    neighbours: (deletions) =>
      (
        prepare(
          `SELECT DISTINCT term FROM neighbours WHERE deletion IN (${deletions.map(() => '?').join(',')}) LIMIT 500`,
        ).all(...deletions) as { term: string }[]
      ).map(({ term }) => term),
    candidates: (match, limit) =>
      prepare(
        'SELECT d.rowid, d.prose AS text FROM words JOIN docs d ON d.rowid = words.rowid WHERE words MATCH ? LIMIT ?',
      ).all(match, limit) as { rowid: number; text: string }[],
  };

  const transaction = (work: () => void): void => {
    database.exec('BEGIN IMMEDIATE');
    try {
      work();
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    put: (documents) => transaction(() => documents.forEach(putOne)),
    remove: (ids) =>
      transaction(() => {
        for (const id of ids) {
          const row = statements.find.get(id) as { rowid: number } | undefined;
          if (row) removeRow(row.rowid);
        }
      }),
    clear: () =>
      transaction(() => {
        database.exec(
          "DELETE FROM docs; DELETE FROM numbers; DELETE FROM neighbours; INSERT INTO words(words) VALUES('delete-all');",
        );
      }),
    search: ({ query, scope, offset, limit }) => {
      const wanted = compile(query, vocabulary);
      const allowed = scopeClause(scope);
      const where = `${allowed.sql} AND ${wanted.sql}`;
      const values = [...allowed.values, ...wanted.values];
      const counts: Record<FacetField, Map<string, number>> = {
        type: new Map(),
        system: new Map(),
        kind: new Map(),
        deviceKind: new Map(),
      };
      let total = 0;
      const groups = prepare(
        `SELECT d.type, d.system, d.kind, d.deviceKind, count(*) AS n FROM docs d WHERE ${where} GROUP BY 1, 2, 3, 4`,
      ).all(...values) as ({ n: number } & Record<FacetField, string | null>)[];
      for (const { n, ...group } of groups) {
        total += n;
        for (const field of ['type', 'system', 'kind', 'deviceKind'] as const) {
          const value = group[field];
          if (value) counts[field].set(value, (counts[field].get(value) ?? 0) + n);
        }
      }
      const rank = rankExpression(query);
      // Weights of the columns in their order: a hit in the title says more than one in the text.
      const ranked = rank
        ? prepare(
            `SELECT d.json FROM words JOIN docs d ON d.rowid = words.rowid WHERE words MATCH ? AND ${where}
             ORDER BY bm25(words, 8, 2, 3, 4, 3, 6), d.at DESC, d.id LIMIT ? OFFSET ?`,
          ).all(rank, ...values, limit, offset)
        : prepare(`SELECT d.json FROM docs d WHERE ${where} ORDER BY d.at DESC, d.id LIMIT ? OFFSET ?`).all(
            ...values,
            limit,
            offset,
          );
      return {
        documents: (ranked as { json: string }[]).map(({ json }) => JSON.parse(json) as SearchDocument),
        total,
        facets: facetsOf(counts),
      };
    },
    count: () => (prepare('SELECT count(*) AS n FROM docs').get() as { n: number }).n,
    close: () => void database.close(),
  };
};
