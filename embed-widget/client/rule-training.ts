import { send } from './api.ts';

/** Shares of true and other candidate pairs on a level, and the weight they make, in bits. */
export interface Shares {
  readonly m: number;
  readonly u: number;
  readonly weight: number;
}

export interface TrainedLevel {
  readonly comparison: string;
  readonly level: string;
  readonly before: Shares;
  readonly after: Shares;
  readonly pairs: number;
  readonly expected: number;
}

/** What the hub's own data say of the rules, and the rules in force with the trained figures. */
export interface TrainedRules {
  readonly training: {
    readonly prior: { readonly before: number; readonly after: number };
    readonly levels: readonly TrainedLevel[];
    readonly pairs: number;
    readonly decisions: number;
    readonly likelihood: { readonly before: number; readonly after: number };
  };
  readonly yaml: string;
}

export const trainRules = (days: number): Promise<TrainedRules> => send('POST', '/rule-training', { days });
