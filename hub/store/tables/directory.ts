import { boolean, index, int, mysqlTable, primaryKey, varchar } from 'drizzle-orm/mysql-core';
import type { Role } from '../../core/vocabulary.ts';
import { json, key, moment } from './columns.ts';

/** Organisations by GA/T 380 code; the tree is in the codes, `parent` only where a site departs from them. */
export const orgs = mysqlTable('orgs', {
  code: key(12).primaryKey(),
  name: varchar({ length: 190 }).notNull(),
  parent: key(12),
});

/** Where an officer served, from when to when (`until` absent: still). */
export const people = mysqlTable(
  'people',
  {
    policeId: key(20).notNull(),
    name: varchar({ length: 100 }).notNull(),
    org: key(12).notNull(),
    since: moment().notNull().default(0),
    until: moment(),
  },
  (table) => [primaryKey({ columns: [table.policeId, table.since] }), index('people_org').on(table.org)],
);

/** People who sign in to the console. `password` is a scrypt string. */
export const accounts = mysqlTable('accounts', {
  user: key(64).primaryKey(),
  password: varchar({ length: 255 }).notNull(),
  name: varchar({ length: 100 }).notNull(),
  policeId: key(20),
  role: varchar({ length: 20 }).$type<Role>().notNull(),
  orgs: json<string[]>().notNull(),
  disabled: boolean().notNull().default(false),
});

/** Signed-in browsers, by the SHA-256 of the cookie's token. */
export const webSessions = mysqlTable(
  'web_sessions',
  {
    tokenHash: key(64).primaryKey(),
    user: key(64).notNull(),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
  },
  (table) => [index('web_sessions_user').on(table.user)],
);

/** Attempts to tell views that failed since one succeeded, epoch ms, and the last one's reason. */
export interface ViewsTrouble {
  message: string;
  remedy?: string;
  /** It waits for a person: rights, settings, or views the other side does not want. */
  refused: boolean;
  attempts: number;
  since: number;
  at: number;
}

/** Business systems and scripts, by the SHA-256 of their key. `origins` may embed, `orgs` bound what they may see. */
export const apiKeys = mysqlTable('api_keys', {
  keyHash: key(64).primaryKey(),
  name: varchar({ length: 100 }).notNull(),
  system: varchar({ length: 20 }),
  role: varchar({ length: 20 }).$type<Role>().notNull(),
  orgs: json<string[]>().notNull(),
  origins: json<string[]>().notNull(),
  /** Where it is told what was watched with its grants, and the sealed secret that is signed with. */
  viewsUrl: varchar({ length: 500 }),
  viewsSecret: varchar({ length: 500 }),
  /** Why it does not get them now; null while it does. */
  viewsTrouble: json<ViewsTrouble | null>(),
  disabled: boolean().notNull().default(false),
});

/** `linked`: the linked part with its margins; `clip`: all of it. */
export const grantExtents = ['linked', 'clip'] as const;

/** Grants given to business systems, kept to allow single use, revocation and an answer to "who saw it". */
export const grants = mysqlTable(
  'grants',
  {
    id: key(40).primaryKey(),
    system: varchar({ length: 20 }).notNull(),
    /** Database ids of the records it opens. */
    records: json<number[]>().notNull(),
    person: json<{ policeId: string; name?: string }>().notNull(),
    /** How much of a linked clip it opens. */
    extent: varchar({ length: 10, enum: grantExtents }).notNull().default('linked'),
    origin: varchar({ length: 255 }).notNull(),
    purpose: varchar({ length: 255 }).notNull(),
    issuedBy: varchar({ length: 100 }).notNull(),
    issuedAt: moment().notNull(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
    revokedAt: moment(),
    /** SHA-256 of the playback session the grant was exchanged for, and how long that lasts. */
    playbackHash: key(64),
    playbackExpiresAt: moment(),
    version: int().notNull().default(1),
  },
  (table) => [index('grants_playback').on(table.playbackHash), index('grants_issued').on(table.issuedAt)],
);
