import { orgDistance } from '../../core/org.ts';
import type { Frames } from './frames.ts';
import type { Lexicon } from './lexicon.ts';

const unknown = 255;

/**
 * Steps from a clip's station to the nearest station of a record: its own, or one that an officer of it served at then.
 * Infinity where one side names none.
 */
export const stepsToRecord = ({ lexicon, records }: Frames): ((record: number, org: number) => number) => {
  const stepsBetween = orgSteps(lexicon);
  const { org: own, officerOrgs } = records;
  return (record, org) => {
    if (org < 0) return Number.POSITIVE_INFINITY;
    const station = own[record] as number;
    let fewest = station < 0 ? Number.POSITIVE_INFINITY : stepsBetween(station, org);
    const end = officerOrgs.starts[record + 1] as number;
    for (let at = officerOrgs.starts[record] as number; at < end && fewest > 0; at += 1)
      fewest = Math.min(fewest, stepsBetween(officerOrgs.items[at] as number, org));
    return fewest;
  };
};

/** Steps between two organisations of the lexicon in the tree, each pair worked out once. */
export const orgSteps = ({ orgs }: Lexicon): ((org: number, other: number) => number) => {
  const codes = [...orgs.texts()];
  const rows: (Uint8Array | undefined)[] = [];
  return (org, other) => {
    const row = rows[org] ?? new Uint8Array(codes.length).fill(unknown);
    rows[org] = row;
    const known = row[other] as number;
    if (known !== unknown) return known;
    const steps = orgDistance(codes[org] as string, codes[other] as string);
    row[other] = steps;
    return steps;
  };
};
