import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ClipClock, type ClockVote, clocksByLinks } from '../resolve/clocks-by-links.ts';
import type { Rules } from '../rules/rules.ts';

const buckets = 64;
const heldLines = 20_000;

const bucketOf = (deviceId: string): number => {
  let sum = 0;
  for (let at = 0; at < deviceId.length; at += 1) sum = (Math.imul(sum, 31) + deviceId.charCodeAt(at)) >>> 0;
  return sum % buckets;
};

type Row = { readonly clip: ClipClock } | { readonly vote: ClockVote };

/** What is known of the clocks of all devices, in files by device, so that they can be estimated some at a time. */
export class ClockSpool {
  readonly #folder: string;
  readonly #lines: string[][] = Array.from({ length: buckets }, () => []);

  constructor(folder: string) {
    this.#folder = folder;
  }

  addClip(clip: ClipClock): void {
    this.#add(clip.deviceId, { clip });
  }

  addVote(vote: ClockVote): void {
    this.#add(vote.deviceId, { vote });
  }

  #path(bucket: number): string {
    return join(this.#folder, `clocks-${bucket}.jsonl`);
  }

  #add(deviceId: string, row: Row): void {
    const bucket = bucketOf(deviceId);
    const lines = this.#lines[bucket] as string[];
    lines.push(JSON.stringify(row));
    if (lines.length * buckets > heldLines * 8) this.#flush(bucket);
  }

  #flush(bucket: number): void {
    const lines = this.#lines[bucket] as string[];
    if (lines.length > 0) appendFileSync(this.#path(bucket), `${lines.join('\n')}\n`);
    lines.length = 0;
  }

  /** Clock errors in ms by clip id; see `clocksByLinks`. */
  estimate(rules: Rules, superseded: ReadonlySet<number>): Map<number, number> {
    const errors = new Map<number, number>();
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      this.#flush(bucket);
      if (!existsSync(this.#path(bucket))) continue;
      const clips: ClipClock[] = [];
      const votes: ClockVote[] = [];
      for (const line of readFileSync(this.#path(bucket), 'utf8').split('\n')) {
        if (line === '') continue;
        const row = JSON.parse(line) as Row;
        if ('vote' in row) votes.push(row.vote);
        else if (!superseded.has(row.clip.id)) clips.push(row.clip);
      }
      for (const [id, error] of clocksByLinks(rules, votes, clips)) errors.set(id, error);
    }
    return errors;
  }
}
