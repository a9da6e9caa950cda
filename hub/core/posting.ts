import { normaliseOrg } from './org.ts';

/** Where an officer served from one moment to another by the roster, epoch ms; `since` 0: nobody knows since when. */
export interface Service {
  readonly org: string;
  readonly since: number;
  readonly until: number | null;
}

/** That an officer served somewhere at a moment, as a message said in passing; epoch ms. */
export interface Statement {
  readonly org: string;
  readonly at: number;
}

export interface Posting {
  readonly services: readonly Service[];
  readonly statements: readonly Statement[];
}

/** How long before or after a moment a statement tells of it. */
export const statementHoldsMs = 7 * 86_400_000;

/** Cities are matched apart: nobody is taken from one to another by what is said of him. */
const cityOf = (org: string): string => (normaliseOrg(org) ?? org).slice(0, 4);

const nearest = (statements: readonly Statement[], at: number): { before?: Statement; after?: Statement } => {
  let [before, after]: [Statement | undefined, Statement | undefined] = [undefined, undefined];
  for (const one of statements) {
    if (Math.abs(one.at - at) > statementHoldsMs) continue;
    // Of two that were said of one moment the smaller code, so that the order of arrival does not matter.
    const isNearer = (known: Statement | undefined): boolean =>
      known === undefined ||
      Math.abs(one.at - at) < Math.abs(known.at - at) ||
      (one.at === known.at && one.org < known.org);
    if (one.at <= at && isNearer(before)) before = one;
    if (one.at > at && isNearer(after)) after = one;
  }
  return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
};

/**
 * Where an officer served at a moment: by the roster, where it says from when on; else by messages, where the last before
 * and the first after agree, or where nothing else is known. Of a recording, `stated` is what it says of itself.
 *
 * @returns undefined where what is stated stands, or nothing is known
 */
export const postedAt = (
  { services, statements }: Posting,
  at: number,
  stated: string | undefined,
): string | undefined => {
  const serving = services.filter(({ since, until }) => since <= at && (until === null || at < until));
  const dated = serving.filter(({ since }) => since > 0).sort((left, right) => right.since - left.since)[0];
  const { before, after } = nearest(statements, at);
  const isAgreed = before !== undefined && before.org === after?.org;
  const found =
    dated?.org ??
    (isAgreed ? before.org : undefined) ??
    (stated === undefined ? (before?.org ?? after?.org ?? serving[0]?.org) : undefined);
  if (found === undefined || found === stated) return undefined;
  return stated === undefined || cityOf(found) === cityOf(stated) ? found : undefined;
};

/**
 * Which recordings may be of another station because of what is said of a moment, or was: those between what is said next
 * before it and next after it.
 *
 * @param statements of one officer, within `statementHoldsMs` of the moment
 * @param isNew nothing else was said of that moment before; what says the same as those around it then changes nothing
 * @returns bounds of their beginnings, epoch ms; undefined: none
 */
export const reachOfStatement = (
  statements: readonly Statement[],
  at: number,
  isNew: boolean,
): { from: number; to: number } | undefined => {
  const earlier = statements.filter((one) => one.at < at);
  const later = statements.filter((one) => one.at > at);
  const from = earlier.reduce((last, one) => Math.max(last, one.at), at - statementHoldsMs);
  const to = later.reduce((first, one) => Math.min(first, one.at), at + statementHoldsMs);
  const around = statements.filter((one) => one.at >= from && one.at <= to);
  const isAgreed = new Set(around.map(({ org }) => org)).size <= 1;
  const isBetween = earlier.length > 0 && later.length > 0 && to - from <= statementHoldsMs;
  return isNew && isAgreed && isBetween ? undefined : { from, to };
};
