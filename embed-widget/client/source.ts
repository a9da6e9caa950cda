import { get, type Page, send } from './api.ts';

export interface SourceItem {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly connector: string;
  readonly mapping: string;
  readonly system?: string;
  readonly schedule?: string;
  readonly state: string;
  /** How far behind, in seconds. */
  readonly lag?: number;
  readonly lastRunAt?: string;
  readonly lastSuccessAt?: string;
  readonly lastReceivedAt?: string;
  readonly lastError?: {
    readonly message: string;
    readonly remedy?: string;
    readonly next?: string;
    readonly at?: string;
  };
  readonly today: {
    readonly received: number;
    readonly stored: number;
    readonly unchanged: number;
    readonly dead: number;
  };
  readonly openDeadLetters: number;
  /** Whether the other side is asked now, and if not, why and until when. */
  readonly pace?: {
    readonly breaker: 'closed' | 'open' | 'half-open';
    readonly waits?: 'hours' | 'breaker' | 'error' | 'rate';
    readonly nextTryAt?: string;
  };
}

/** One declared setting of a source's connector, for its form. */
export interface SettingField {
  readonly name: string;
  readonly label: { readonly zh: string; readonly en: string };
  readonly help: { readonly zh?: string; readonly en: string };
  readonly secret: boolean;
  readonly advanced: boolean;
  readonly group?: { readonly name: string; readonly zh: string; readonly en: string };
  readonly control: string;
  readonly required?: boolean;
  readonly fallback?: unknown;
  readonly choices?: readonly string[];
  readonly example?: string;
}

export interface SourceDetail extends SourceItem {
  readonly version: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly fields?: readonly SettingField[] | Readonly<Record<string, Omit<SettingField, 'name'>>>;
}

export interface CheckStep {
  readonly step: string;
  readonly ok: boolean;
  readonly detail?: string;
  readonly rows?: number;
  /** How the other side's answer begins. */
  readonly reply?: string;
  /** To be looked at although it went well. */
  readonly doubt?: 'no-list';
}

export interface HourSum {
  readonly hour: string;
  readonly received: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly dead: number;
  readonly balanced: boolean;
  /** The other side's own total and what came of it, where it states one. */
  readonly theirs?: { readonly stated: number; readonly came: number };
}

const at = (name: string): string => `/sources/${encodeURIComponent(name)}`;

export const listSources = (signal?: AbortSignal): Promise<Page<SourceItem>> => get('/sources', {}, signal);
export const readSource = (name: string, signal?: AbortSignal): Promise<SourceDetail> => get(at(name), {}, signal);
export const sumsOf = (name: string, from: string, signal?: AbortSignal): Promise<Page<HourSum>> =>
  get(`${at(name)}/reconciliation`, { from }, signal);
export const restartSource = (name: string): Promise<unknown> => send('POST', `${at(name)}/restart`);
export const positionOf = (name: string, signal?: AbortSignal): Promise<{ readonly cursor: unknown }> =>
  get(`${at(name)}/offsets`, {}, signal);
export const pauseSource = (name: string): Promise<unknown> => send('POST', `${at(name)}/pause`);
export const resumeSource = (name: string): Promise<unknown> => send('POST', `${at(name)}/resume`);
export const checkSource = (
  name: string,
): Promise<{ readonly steps?: readonly CheckStep[]; readonly items?: readonly CheckStep[] }> =>
  send('POST', `${at(name)}/check`);

export interface SourceChange {
  readonly mapping: string;
  readonly connector?: string;
  readonly schedule?: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly state?: 'running' | 'paused';
  readonly version?: number;
}
/** Create a source or change it; withheld secrets stay as they are. */
export const saveSource = (name: string, change: SourceChange): Promise<SourceItem> => send('PUT', at(name), change);
