import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { ConfigurationError } from '../core/errors.ts';
import type { Db } from '../store/open.ts';
import { sources } from '../store/tables/ingest.ts';

/** Where the media of a source may be fetched from. Addresses come with messages, so nothing else may be asked. */
export interface SourceAllowance {
  readonly source: string;
  /** `host` for any port, or `host:port`. */
  readonly hosts: readonly string[];
  /** Folders whose files may be read. */
  readonly folders: readonly string[];
  readonly acceptSelfSigned: boolean;
}

const texts = (value: unknown): string[] => {
  if (typeof value === 'string')
    return value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  return Array.isArray(value) ? value.filter((part): part is string => typeof part === 'string' && part !== '') : [];
};

/** The allowance in a source's settings: `mediaHosts`, `folder`, `acceptSelfSigned`. */
export const allowanceOf = (source: string, settings: Record<string, unknown>): SourceAllowance => ({
  source,
  hosts: texts(settings.mediaHosts).map((host) => host.toLowerCase()),
  folders: typeof settings.folder === 'string' && settings.folder !== '' ? [settings.folder] : [],
  acceptSelfSigned: settings.acceptSelfSigned === true,
});

/** The allowance of a stored source; of one that is not there any more: nothing. */
export const readAllowance = async (db: Db, source: string): Promise<SourceAllowance> => {
  const [row] = await db.select({ settings: sources.settings }).from(sources).where(eq(sources.name, source));
  return allowanceOf(source, row?.settings ?? {});
};

const refused = (allowance: SourceAllowance, what: string, setting: string): ConfigurationError =>
  new ConfigurationError(`[hub] [media] source ${allowance.source} may not fetch from ${what}`, {
    remedy: `add it to the setting ${setting} of the source if it is right`,
  });

/**
 * Check one address, and each one it redirects to.
 *
 * @throws ConfigurationError naming host and setting
 */
export const allowUrl = (allowance: SourceAllowance, url: URL): void => {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refused(allowance, `${url.protocol} addresses`, 'mediaHosts');
  if (allowance.hosts.includes(url.hostname) || allowance.hosts.includes(url.host)) return;
  throw refused(allowance, url.host, 'mediaHosts');
};

/**
 * The real path behind a `file:` address, symbolic links followed.
 *
 * @throws ConfigurationError when it is not below a folder of the source
 */
export const allowFile = async (allowance: SourceAllowance, url: URL): Promise<string> => {
  const file = await realpath(fileURLToPath(url));
  for (const folder of allowance.folders) {
    const root = await realpath(folder).catch(() => undefined);
    if (root !== undefined && file.startsWith(root + sep)) return file;
  }
  throw refused(allowance, file, 'folder');
};
