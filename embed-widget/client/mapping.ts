import { get, type Page, send } from './api.ts';
import type { Misfit, SampleMessage } from './trial.ts';

export interface MappingItem {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly connector: string;
  readonly target: 'record' | 'footage';
  readonly system?: string;
  readonly examples: number;
  /** Number of the version in force; 0 is the file. */
  readonly inForce: number;
  readonly sources: readonly string[];
}

export interface Mapping extends MappingItem {
  readonly yaml: string;
}

export interface MappingVersion {
  readonly id: number;
  readonly isFile: boolean;
  readonly note: string;
  readonly author: string;
  readonly at?: string;
  readonly inForce: boolean;
}

export interface PreviewRow {
  /** Its place in the message, from 0. */
  readonly at: number;
  readonly row: unknown;
  readonly mapped?: Readonly<Record<string, unknown>>;
  readonly skipped?: string;
  readonly problems: readonly Misfit[];
}

export interface MappingProblem {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

export interface Preview {
  readonly problems: readonly MappingProblem[];
  readonly document?: unknown;
  /** The first ones, and some of those that do not fit. */
  readonly rows: readonly PreviewRow[];
  readonly rowCount: number;
  /** So many were tried, and so many of these do not fit. */
  readonly triedCount: number;
  readonly misfitCount: number;
  readonly total?: number;
  readonly error?: Misfit & { readonly next: string };
}

export interface WouldStore {
  readonly externalId: string;
  readonly title?: string;
  readonly messageId: number;
  readonly changes: readonly { readonly field: string; readonly before?: unknown; readonly after?: unknown }[];
}

export interface DryRun {
  readonly messages: number;
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly refused: number;
  readonly stoppedAfter?: 'time' | 'rows';
  readonly lists: {
    readonly added: readonly WouldStore[];
    readonly changed: readonly WouldStore[];
    readonly refused: readonly (Misfit & { readonly messageId: number; readonly row: number })[];
  };
}

export interface DraftRequest {
  readonly name: string;
  readonly title: string;
  readonly connector: string;
  readonly target: 'record' | 'footage';
  readonly system?: string;
  readonly messages: readonly SampleMessage[];
}

export interface Remapped {
  readonly messages: number;
  readonly closed: number;
  readonly stillDead: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly refused: number;
  /** Go on after this message. */
  readonly last?: number;
}

const at = (name: string): string => `/mappings/${encodeURIComponent(name)}`;

export const listMappings = (signal?: AbortSignal): Promise<Page<MappingItem>> => get('/mappings', {}, signal);
export const readMapping = (name: string, signal?: AbortSignal): Promise<Mapping> => get(at(name), {}, signal);
export const mappingSchema = (signal?: AbortSignal): Promise<Record<string, unknown>> =>
  get('/mappings/schema.json', {}, signal);
export const saveMapping = (
  name: string,
  change: { readonly yaml: string; readonly note: string; readonly basedOn?: number },
): Promise<{ readonly version: number }> => send('PUT', at(name), change);
export const listVersions = (name: string, signal?: AbortSignal): Promise<Page<MappingVersion>> =>
  get(`${at(name)}/versions`, {}, signal);
export const readVersion = (name: string, id: number, signal?: AbortSignal): Promise<{ readonly yaml: string }> =>
  get(`${at(name)}/versions/${id}`, {}, signal);
export const returnTo = (name: string, version: number): Promise<{ readonly version: number }> =>
  send('POST', `${at(name)}/return`, { version });
export const previewMapping = (yaml: string, message: SampleMessage): Promise<Preview> =>
  send('POST', '/mappings/preview', { yaml, message });
export const draftMapping = (request: DraftRequest): Promise<{ readonly yaml: string }> =>
  send('POST', '/mappings/draft', request);
export const dryRunMapping = (source: string, yaml: string, last = 1000): Promise<DryRun> =>
  send('POST', '/mappings/dry-run', { source, yaml, last });
export const storedMessage = (messageId: number): Promise<{ readonly message: SampleMessage }> =>
  send('POST', '/mappings/sample', { messageId });
export const remapSource = (source: string, what: 'refused' | 'all', after?: number): Promise<Remapped> =>
  send('POST', `/sources/${encodeURIComponent(source)}/remap`, { what, ...(after === undefined ? {} : { after }) });
