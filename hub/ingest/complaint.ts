import { HubError, RecordError } from '../core/errors.ts';
import type { Complaint } from '../store/dead-letters.ts';

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

const shown = (value: unknown): string => {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
};

/** Why something does not fit, from what was thrown: the field, the rule and the value where they are known. */
export const complaintOf = (error: unknown): Complaint => {
  const misfit = error instanceof RecordError ? error.misfit : undefined;
  return {
    reason: cut(error instanceof Error ? error.message : String(error), 4_000),
    remedy: error instanceof HubError && error.remedy ? cut(error.remedy, 4_000) : null,
    field: misfit ? cut(misfit.field, 190) : null,
    rule: misfit ? cut(misfit.rule, 190) : null,
    value: misfit?.value !== undefined ? cut(shown(misfit.value), 4_000) : null,
  };
};
