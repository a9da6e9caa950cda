import { plain } from '../../client/request.ts';
import type { Misfit } from '../../client/trial.ts';
import { errorSays } from '../error-says.ts';
import { language } from '../preferences.ts';
import { misfitRules, type Rule } from './misfit-rules.ts';

const most = 80;
const cut = (text: string): string => (text.length > most ? `${text.slice(0, most)}…` : text);

type Said = Pick<Misfit, 'message' | 'remedy' | 'field' | 'rule'> & { readonly value?: unknown };

const ruleOf = ({ rule }: Said): Rule | undefined =>
  language() === 'en' || rule === undefined ? undefined : misfitRules[rule];

/** What does not fit, in the language of the moment; in English where its rule is not known here. */
export const misfitSays = (misfit: Said): string => {
  const rule = ruleOf(misfit);
  if (!rule) return errorSays(misfit.message);
  const { field, value } = misfit;
  const given =
    value === undefined || value === null || value === ''
      ? ''
      : `“${cut(typeof value === 'string' ? value : JSON.stringify(value))}”`;
  return `${field ? `${field}：` : ''}${given}${rule[0]}`;
};

/** What can be done about it. */
export const misfitRemedy = (misfit: Said): string | undefined =>
  misfit.remedy === undefined ? undefined : (ruleOf(misfit)?.[1] ?? errorSays(misfit.remedy));

/** The English words of the hub, which are in the logs too, for whoever points at the Chinese ones. */
export const misfitEnglish = ({ message, remedy }: Said): string => [plain(message), remedy].filter(Boolean).join('\n');
