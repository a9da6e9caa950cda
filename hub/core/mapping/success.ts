import { ConfigurationError, DuplicateError, RecordError, RetriableError } from '../errors.ts';
import type { SuccessSpec } from './decode-schema.ts';
import { compilePath } from './path.ts';
import type { Complain } from './problem.ts';
import { compileRegex } from './regex.ts';
import { toText } from './text-of.ts';

type Next = SuccessSpec['otherwise'];
/** `empty`: the other side has nothing to tell. */
export type Verdict = 'ok' | 'empty';

const fail = (next: Exclude<Next, 'empty'>, scope: string, code: string | undefined, said: string): Error => {
  const message = `[hub] [${scope}] the other side answered ${code === undefined ? 'without a code' : `code ${code}`}${said && `: ${said}`}`;
  const detail = { code, message: said };
  if (next === 'retry')
    return new RetriableError(message, { remedy: 'it will be tried again; ask the other side if it stays', detail });
  if (next === 'pause') {
    return new ConfigurationError(message, {
      remedy: 'correct key, rights or settings with the other side, then resume the source',
      detail,
    });
  }
  if (next === 'duplicate') return new DuplicateError(message, { detail });
  return new RecordError(message, {
    remedy: 'look at the raw message; class the code in success.codes of the mapping',
    misfit: { field: 'success', rule: 'code', value: code },
    detail,
  });
};

const rangeShape = /^(-?\d+)\.\.(-?\d+)$/;

const compileCodes = (codes: Readonly<Record<string, Next>>): ((code: string) => Next | undefined) => {
  const exact = new Map<string, Next>();
  const ranges: { from: number; to: number; next: Next }[] = [];
  for (const [key, next] of Object.entries(codes)) {
    const range = rangeShape.exec(key);
    if (range) ranges.push({ from: Number(range[1]), to: Number(range[2]), next });
    else exact.set(key, next);
  }
  return (code) => exact.get(code) ?? ranges.find(({ from, to }) => Number(code) >= from && Number(code) <= to)?.next;
};

export interface Judge {
  /** Plain-text refusals, before anything is parsed. @throws as their class says */
  text(text: string): Verdict;
  /** @throws the error class that the mapping gives the code */
  document(document: unknown): Verdict;
}

/** Compile the success predicate. Without one, every document that can be read is good. */
export const compileSuccess = (spec: SuccessSpec | undefined, scope: string, complain: Complain): Judge => {
  if (!spec) return { text: () => 'ok', document: () => 'ok' };
  const code = compilePath(spec.path, ['success', 'path'], complain);
  const message = spec.message === undefined ? undefined : compilePath(spec.message, ['success', 'message'], complain);
  const emptyIf = spec.emptyIf === undefined ? undefined : compileRegex(spec.emptyIf, ['success', 'emptyIf'], complain);
  const good = new Set(spec.in);
  const classOf = compileCodes(spec.codes);
  const verdict = (next: Next, said: string, value: string | undefined): Verdict => {
    if (next === 'empty') return 'empty';
    throw fail(next, scope, value, said);
  };
  return {
    text: (text) => {
      const refusal = spec.refusals.find(({ startsWith }) => text.startsWith(startsWith));
      return refusal ? verdict(refusal.next, refusal.say, undefined) : 'ok';
    },
    document: (document) => {
      const value = toText(code.within(document)[0]);
      if (value !== undefined && good.has(value)) return 'ok';
      const said = (message && toText(message.within(document)[0]))?.slice(0, 300) ?? '';
      if (emptyIf?.test(said)) return 'empty';
      return verdict((value === undefined ? undefined : classOf(value)) ?? spec.otherwise, said, value);
    },
  };
};
