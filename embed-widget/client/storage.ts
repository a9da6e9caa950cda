import { get, type Page, send } from './api.ts';
import type { SettingField } from './source.ts';

type Label = { readonly zh: string; readonly en: string };

/** A place originals lie. Bytes throughout. */
export interface VolumeItem {
  readonly name: string;
  readonly kind: string;
  readonly state: 'open' | 'read-only' | 'draining';
  /** Whether it does what it should; others take over when it does not. */
  readonly isUp: boolean;
  readonly orgs: readonly string[];
  readonly deviceKinds: readonly string[];
  readonly fromDays?: number;
  readonly toDays?: number;
  readonly distance: number;
  readonly capacityBytes?: number;
  readonly reserveBytes: number;
  readonly freeBytes?: number;
  readonly usedBytes: number;
  readonly copies: number;
  readonly arriving: number;
  readonly leaving: number;
  readonly checkedAt?: string;
  readonly lastError?: string;
  readonly version: number;
}

export interface VolumeKind {
  readonly name: string;
  readonly title: Label;
  readonly about: string;
  readonly fields: readonly SettingField[];
}

export interface Volumes {
  readonly items: readonly VolumeItem[];
  readonly kinds: readonly VolumeKind[];
  /** Recordings with fewer copies than wanted. */
  readonly missing: number;
}

export interface VolumeDetail extends VolumeItem {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly fields: readonly SettingField[];
}

/** What a person says of a volume. */
export type VolumeChange = Partial<Omit<VolumeItem, 'name' | 'fromDays' | 'toDays' | 'capacityBytes'>> & {
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly fromDays?: number | null;
  readonly toDays?: number | null;
  readonly capacityBytes?: number | null;
};

export interface RetentionClass {
  readonly name: string;
  readonly label: Label;
  /** Absent of a class that is kept for ever. */
  readonly days: number | null;
  readonly copies: number;
  readonly systems: readonly string[];
  readonly rank: number;
  readonly recordings: number;
  readonly missing: number;
  readonly expired: number;
}

export interface Deletion {
  readonly id: number;
  readonly state: 'proposed' | 'approved' | 'refused' | 'done';
  readonly reason: string;
  readonly class: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly decidedBy?: string;
  readonly decidedAt?: string;
  readonly note?: string;
  readonly doneAt?: string;
  readonly bytes?: number;
  readonly sha256?: string;
  readonly sm3?: string;
  readonly footage: {
    readonly id: number;
    readonly name: string;
    readonly deviceKind: string;
    readonly policeId?: string;
    readonly org?: string;
    readonly start: string;
    readonly end: string;
    readonly linkCount: number;
  };
}

export interface Hold {
  readonly id: number;
  readonly record?: number;
  readonly footage?: number;
  readonly reason: string;
  readonly heldBy: string;
  readonly heldAt?: string;
}

/** How one recording is kept. */
export interface Keeping {
  readonly class: { readonly name: string; readonly label: Label; readonly copies: number };
  readonly until?: string;
  readonly copies: readonly {
    readonly volume: string;
    readonly state: 'arriving' | 'good' | 'leaving' | 'bad';
    readonly nearest: boolean;
    readonly checkedAt?: string;
  }[];
  readonly holds: readonly Hold[];
  readonly deletion?: { readonly id: number; readonly state: Deletion['state']; readonly reason: string };
}

const at = (name: string): string => `/volumes/${encodeURIComponent(name)}`;

export const listVolumes = (signal?: AbortSignal): Promise<Volumes> => get('/volumes', {}, signal);
export const readVolume = (name: string, signal?: AbortSignal): Promise<VolumeDetail> => get(at(name), {}, signal);
export const saveVolume = (name: string, change: VolumeChange): Promise<VolumeItem> => send('PUT', at(name), change);
export const checkVolume = (name: string): Promise<VolumeItem> => send('POST', `${at(name)}/check`);
export const removeVolume = (name: string): Promise<void> => send('DELETE', at(name));

export const listRetention = (signal?: AbortSignal): Promise<{ readonly items: readonly RetentionClass[] }> =>
  get('/retention', {}, signal);
export const saveRetention = (
  name: string,
  change: Pick<RetentionClass, 'label' | 'days' | 'copies' | 'systems' | 'rank'>,
): Promise<RetentionClass> => send('PUT', `/retention/${encodeURIComponent(name)}`, change);

export const listDeletions = (
  query: { readonly state?: string; readonly cursor?: string | undefined },
  signal?: AbortSignal,
): Promise<Page<Deletion>> => get('/deletions', query, signal);
export const proposeDeletion = (footage: number, reason: string): Promise<Deletion> =>
  send('POST', '/deletions', { footage, reason });
export const decideDeletion = (id: number, word: 'approve' | 'refuse', note = ''): Promise<Deletion> =>
  send('POST', `/deletions/${id}/${word}`, note === '' ? {} : { note });

/** Each is decided by itself. */
export const decideDeletions = (
  ids: readonly number[],
  decision: 'approve' | 'refuse',
): Promise<{ readonly items: readonly { readonly id: number; readonly ok: boolean; readonly error?: string }[] }> =>
  send('POST', '/deletions/decide', { ids, decision });

export const readKeeping = (footage: number, signal?: AbortSignal): Promise<Keeping> =>
  get(`/footage/${footage}/keeping`, {}, signal);
/** The holds of a record that stand. */
export const holdsOf = (record: number, signal?: AbortSignal): Promise<Page<Hold>> =>
  get('/holds', { record, standing: true }, signal);
export const placeHold = (what: { footage?: number; record?: number; reason: string }): Promise<Hold> =>
  send('POST', '/holds', what);
export const releaseHold = (id: number, reason: string): Promise<Hold> =>
  send('POST', `/holds/${id}/release`, { reason });
