import { createHash } from 'node:crypto';
import type { Memory } from '../../hub/core/connector.ts';
import { ConflictError } from '../../hub/core/errors.ts';
import type { Told } from './own-answer.ts';

interface Kept {
  digest: string;
  receipt: Told;
}

const isKept = (value: unknown): value is Kept => typeof value === 'object' && value !== null && 'digest' in value;

const digestOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

/** Signed messages by their id: what was taken once is not taken again. */
export interface SeenBefore {
  /** The receipt the message got when it came first. Undefined: it is new. */
  receipt?: Told;
  /** Keep the receipt; call it when the message is in the store, never before. */
  keep(receipt: Told): Promise<void>;
}

/**
 * Look a message up by its id. A sender that missed the answer sends the same again and gets the same answer; a copy
 * played back by a stranger changes nothing, even where it would bring an older state back.
 *
 * @param seconds how long a copy would still pass as fresh
 * @throws ConflictError when the id was used for another body
 */
export const lookUpMessage = async (
  memory: Memory,
  id: string,
  body: Uint8Array,
  seconds: number,
): Promise<SeenBefore> => {
  const key = `webhook/${id}`;
  const digest = digestOf(body);
  const kept = await memory.get(key);
  if (isKept(kept) && kept.digest !== digest) {
    throw new ConflictError('[hub] [http-push] this webhook-id was used for another message', {
      remedy: 'give every message an id of its own; repeat it only when the same message is sent again',
    });
  }
  return {
    ...(isKept(kept) ? { receipt: kept.receipt } : {}),
    keep: (receipt) => memory.set(key, { digest, receipt } satisfies Kept, seconds),
  };
};
