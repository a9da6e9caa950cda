import { get, type Page, send } from './api.ts';
import type { CheckStep, SettingField } from './source.ts';

export interface Connector {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly about: { readonly zh: string; readonly en: string };
  readonly polls: boolean;
  readonly receives: boolean;
  readonly publishes: boolean;
  readonly fields: readonly SettingField[];
}

/** Settings that are tried before they are saved. */
export interface Trial {
  /** The source that is edited: secrets that were not typed anew are its own. */
  readonly source?: string;
  readonly connector: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly mapping?: string;
  readonly yaml?: string;
}

/** A raw message; `base64` are the bytes as they came. */
export interface SampleMessage {
  readonly text?: string;
  readonly base64?: string;
  readonly contentType: string;
  readonly subject?: string;
}

export interface Misfit {
  readonly message: string;
  readonly remedy?: string;
  readonly field?: string;
  readonly rule?: string;
  readonly value?: string;
}

export interface Sample {
  readonly messages: readonly SampleMessage[];
  readonly error?: Misfit;
}

export const listConnectors = (signal?: AbortSignal): Promise<Page<Connector>> => get('/connectors', {}, signal);
export const checkTrial = (trial: Trial): Promise<{ readonly ok: boolean; readonly steps: readonly CheckStep[] }> =>
  send('POST', '/samples/check', trial);
export const fetchSample = (trial: Trial): Promise<Sample> => send('POST', '/samples', trial);
export const openDoor = (
  trial: Trial,
): Promise<{ readonly id: string; readonly address: string; readonly until: string }> =>
  send('POST', '/samples/doors', trial);
export const lookBehindDoor = (id: string): Promise<Sample> => get(`/samples/doors/${id}`);
export const nextRuns = (cron: string, signal?: AbortSignal): Promise<{ readonly next: readonly string[] }> =>
  get('/samples/schedule', { cron }, signal);
