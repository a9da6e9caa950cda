import { get, type Page } from './api.ts';

export interface Org {
  readonly code: string;
  readonly name: string;
  readonly parent?: string;
  readonly children: number;
}

/** Direct children of an organisation, or the topmost ones the person may see. */
export const listOrgs = (parent?: string, signal?: AbortSignal): Promise<Page<Org>> => get('/orgs', { parent }, signal);
