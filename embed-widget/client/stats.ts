import { get } from './api.ts';

export interface Stats {
  readonly records: {
    readonly total: number;
    readonly linked: number;
    readonly bySystem: readonly { readonly system: string; readonly total: number; readonly linked: number }[];
  };
  readonly footage: {
    readonly total: number;
    readonly linked: number;
    readonly stored: number;
    readonly bytes: number;
  };
  readonly byHour: readonly {
    readonly hour: string;
    readonly records: number;
    readonly footage: number;
    readonly links: number;
  }[];
  readonly review: number;
  readonly openDeadLetters: number;
  readonly sourcesFailing: number;
}

export const readStats = (signal?: AbortSignal): Promise<Stats> => get('/stats', {}, signal);
