import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';

const body = Buffer.alloc(1_024, 'x');

const timed = async (count: number, run: () => Promise<unknown>): Promise<number[]> => {
  const taken: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const begun = performance.now();
    await run();
    taken.push(performance.now() - begun);
  }
  return taken;
};

/** What the disk alone takes: a kilobyte written to a file beside the database's, and `fdatasync`. Each in ms. */
export const diskCommits = async (count: number): Promise<number[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-bench-disk-'));
  const file = await open(join(folder, 'log'), 'w');
  try {
    return await timed(count, async () => {
      await file.write(body);
      await file.datasync();
    });
  } finally {
    await file.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The least a committed answer can take: one row of a kilobyte, one INSERT, one connection. Each in ms. */
export const databaseCommits = async (url: string, count: number): Promise<number[]> => {
  const connection = await mysql.createConnection(url);
  try {
    await connection.query('CREATE TABLE IF NOT EXISTS commits (id BIGINT AUTO_INCREMENT PRIMARY KEY, body BLOB)');
    return await timed(count, () => connection.query('INSERT INTO commits (body) VALUES (?)', [body]));
  } finally {
    await connection.end();
  }
};
