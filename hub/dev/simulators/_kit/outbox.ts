import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { repeat } from './repeat.ts';
import type { Revision } from './timeline.ts';

/** What the receiver made of a message. `later`: it was not taken, and sending it again unchanged may help. */
export type Receipt =
  | { kind: 'accepted' }
  | { kind: 'refused'; reason: string }
  | { kind: 'later'; reason: string; waitMs?: number };

export interface OutboxState {
  accepted: number;
  /** Rows put aside because the receiver refused them again and again. */
  refused: number;
  waiting: number;
  lastProblem?: string;
}

export interface OutboxSettings<Row> {
  /** All revisions known by now; order and repetition do not matter. */
  known(): Revision<Row>[];
  /** How many rows the next message may take, at least 1. */
  batchSize(): number;
  send(batch: readonly Revision<Row>[]): Promise<Receipt>;
  log(message: string): void;
  /** Remembers over restarts how far it is; without it everything is sent again from the beginning. */
  stateFile?: string;
}

interface Position {
  at: number;
  key: string;
}

const refusalsBeforeAside = 3;
const longestWaitMs = 30_000;

const after = (a: Position, b: Position): boolean => a.at > b.at || (a.at === b.at && a.key > b.key);

const loadPosition = (file: string | undefined): Position =>
  file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { at: Number.NEGATIVE_INFINITY, key: '' };

/**
 * Sends revisions in their order, each message until it is accepted: waits that double up to half a minute (or as long
 * as the receiver asks) when it cannot take any, and rows of a refused message one by one, three times each, before
 * they are put aside. Returns what to show and how to stop.
 */
export const startOutbox = <Row>(settings: OutboxSettings<Row>) => {
  const { log, stateFile } = settings;
  let position = loadPosition(stateFile);
  let accepted = 0;
  let refused = 0;
  let lastProblem: string | undefined;
  let problems = 0;
  let refusals = 0;
  /** Rows of a refused message that still go one by one. */
  let singly = 0;
  let notBefore = 0;
  /** The message under way: sent again it holds the same rows, whatever has become known since. */
  let underWay: readonly Revision<Row>[] | undefined;

  const waiting = (): Revision<Row>[] =>
    settings
      .known()
      .filter((revision) => after(revision, position))
      .sort((a, b) => (after(a, b) ? 1 : -1));

  const passed = (batch: readonly Revision<Row>[]): void => {
    const last = batch.at(-1);
    if (last) position = { at: last.at, key: last.key };
    singly = Math.max(0, singly - batch.length);
    refusals = 0;
    underWay = undefined;
    if (!stateFile) return;
    writeFileSync(`${stateFile}.new`, JSON.stringify(position));
    renameSync(`${stateFile}.new`, stateFile);
  };

  const pause = (waitMs: number): void => {
    notBefore = Date.now() + waitMs;
  };

  const sendNext = async (batch: readonly Revision<Row>[]): Promise<void> => {
    const receipt = await settings.send(batch);
    if (receipt.kind === 'accepted') {
      accepted += batch.length;
      problems = 0;
      passed(batch);
      return;
    }
    lastProblem = receipt.reason;
    problems += 1;
    if (problems === 1) log(`${receipt.kind}: ${receipt.reason}`);
    if (receipt.kind === 'later') {
      pause(receipt.waitMs ?? Math.min(250 * 2 ** problems, longestWaitMs));
    } else if (batch.length > 1) {
      singly = batch.length;
      underWay = undefined;
    } else if (++refusals >= refusalsBeforeAside) {
      log(`put aside ${batch[0]?.key}: ${receipt.reason}`);
      refused += 1;
      passed(batch);
    } else pause(250 * 2 ** refusals);
  };

  let stopping = false;
  const stopRepeating = repeat(250, log, async () => {
    while (!stopping && Date.now() >= notBefore) {
      underWay ??= waiting().slice(0, singly > 0 ? 1 : settings.batchSize());
      if (underWay.length === 0) {
        underWay = undefined;
        return;
      }
      await sendNext(underWay);
    }
  });

  return {
    state: (): OutboxState => ({
      accepted,
      refused,
      waiting: waiting().length,
      ...(lastProblem === undefined ? {} : { lastProblem }),
    }),
    stop: (): Promise<void> => {
      stopping = true;
      return stopRepeating();
    },
  };
};
