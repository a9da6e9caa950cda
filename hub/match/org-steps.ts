import { orgDistance } from '../core/org.ts';
import type { Lexicon } from './lexicon.ts';

const unknown = 255;

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
