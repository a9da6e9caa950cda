import { get, send } from './api.ts';
import type { FootageItem } from './footage.ts';
import type { Evidence } from './link.ts';
import type { RecordItem } from './record.ts';

/** One publication of match rules; number 0 is the file the hub was installed with. */
export interface RulesItem {
  readonly id: number;
  readonly version: string;
  readonly inForce: boolean;
  readonly note?: string;
  readonly returnsTo?: number;
  readonly publishedBy?: string;
  readonly publishedAt?: string;
}
export interface RulesText extends RulesItem {
  readonly yaml: string;
}
export interface RulesList {
  readonly inForce: RulesText;
  readonly items: readonly RulesItem[];
}

export interface DraftProblem {
  readonly line: number;
  readonly message: string;
}

/** What rules make of a pair; reasons are absent where they see nothing in it. */
export interface PairView {
  readonly stand: 'linked' | 'review' | 'none';
  readonly probability?: number;
  readonly evidence?: readonly Evidence[];
}
export interface PairChange {
  readonly record: RecordItem;
  readonly footage: FootageItem;
  readonly before: PairView;
  readonly after: PairView;
}

/** What rules make of all records tried. Precision is `right` of `judged`, recall `found` of `confirmed`. */
export interface RulesTally {
  readonly version: string;
  readonly linked: number;
  readonly review: number;
  readonly covered: number;
  readonly judged: number;
  readonly right: number;
  readonly confirmed: number;
  readonly found: number;
  readonly offered: number;
}

export const changeKinds = ['added', 'lost', 'ambiguous', 'settled'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface RulesTrial {
  readonly id: number;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly from: string;
  readonly to: string;
  readonly yaml: string;
  readonly error?: string;
  readonly result?: {
    readonly records: number;
    readonly footage: number;
    readonly before: RulesTally;
    readonly after: RulesTally;
    readonly changes: {
      readonly [K in ChangeKind]: { readonly total: number; readonly pairs: readonly PairChange[] };
    };
  };
}

export interface Published {
  readonly rules: RulesItem;
  readonly days: number;
}

export const listRules = (signal?: AbortSignal): Promise<RulesList> => get('/rules', {}, signal);
export const readRules = (id: number, signal?: AbortSignal): Promise<RulesText> => get(`/rules/${id}`, {}, signal);
export const rulesSchema = (): Promise<Record<string, unknown>> => get('/rules/schema');
export const checkRules = (yaml: string): Promise<{ readonly problems: readonly DraftProblem[] }> =>
  send('POST', '/rules/check', { yaml });
export const tryRules = (yaml: string, days: number): Promise<{ readonly id: number }> =>
  send('POST', '/rule-trials', { yaml, days });
export const readTrial = (id: number): Promise<RulesTrial> => get(`/rule-trials/${id}`);

/** @param basedOn number of the rules in force when the person began: others meanwhile answer 409 */
export const publishRules = (draft: {
  readonly yaml: string;
  readonly note?: string;
  readonly basedOn: number;
  readonly days: number;
}): Promise<Published> => send('POST', '/rules', draft);
export const returnToRules = (id: number, basedOn: number, days: number): Promise<Published> =>
  send('POST', `/rules/${id}/return`, { basedOn, days });
