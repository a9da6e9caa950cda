import { get } from './api.ts';

/** Something that is wrong now. */
export interface Alert {
  readonly id: string;
  readonly severity: 'critical' | 'warning';
  readonly text: { readonly zh: string; readonly en: string };
  /** `source:<name>`, `footage:<id>`, `lane:<name>`. */
  readonly object: string;
  readonly since?: string;
  readonly remedy?: string;
}

export const listAlerts = async (signal?: AbortSignal): Promise<readonly Alert[]> =>
  (await get<{ items: Alert[] }>('/alerts', {}, signal)).items;
