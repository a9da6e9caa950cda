/** Counted up when the layout changes: an index of another layout is thrown away and built again from the store. */
export const layout = 1;

/**
 * Contentless full text beside a plain table. `numbers` holds one row for each number or code; `neighbours` the one-
 * character deletions of short terms, for slips of the pen.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS docs (
  rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, key INTEGER NOT NULL, source TEXT NOT NULL,
  system TEXT, kind TEXT, deviceKind TEXT, device TEXT, org TEXT, at INTEGER NOT NULL, until INTEGER NOT NULL,
  linked INTEGER NOT NULL, prose TEXT NOT NULL, json TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS docs_org ON docs(org);
CREATE INDEX IF NOT EXISTS docs_at ON docs(at);
CREATE INDEX IF NOT EXISTS docs_key ON docs(type, key);
CREATE TABLE IF NOT EXISTS numbers (number TEXT NOT NULL, field TEXT NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (number, field, doc)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS numbers_doc ON numbers(doc);
CREATE TABLE IF NOT EXISTS neighbours (deletion TEXT NOT NULL, term TEXT NOT NULL, PRIMARY KEY (deletion, term)) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
  title, summary, address, name, label, number,
  content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0 tokenchars '_'"
);
PRAGMA user_version = ${layout};
`;

/** Longest term that is kept for slips: plates, names, 警号, telephone numbers, not 30-digit call numbers. */
export const longestNeighbour = 12;
