import type { Delivery } from '../../hub/core/connector.ts';
import { HubError, RetriableError } from '../../hub/core/errors.ts';

/** What became of the rows of one request. */
export interface Receipt {
  accepted: number;
  unchanged: number;
  deadLettered: number;
  /** Why a whole message could not be read; it is kept as a dead letter all the same. */
  error?: string;
  items?: readonly ReceiptItem[];
}

/** What became of one row, in the order they came: its number where it is in the store, the reason where it is not. */
export type ReceiptItem = { ok: true; id: string } | { ok: false; reason: string };

/** Rows that do not fit are in the hub's keeping too: an operator mends the mapping and reads them again. */
const notStored = 'does not fit the mapping, or is left out by it; kept by the hub for a person to look at';

/** One item for each row; one for the whole message where it could not be read. */
export const itemsOf = (deliveries: readonly Delivery[]): ReceiptItem[] =>
  deliveries.flatMap(({ ids, error }): ReceiptItem[] =>
    error === undefined
      ? ids.map((id) => (id === undefined ? { ok: false, reason: notStored } : { ok: true, id }))
      : [{ ok: false, reason: error }],
  );

export const receiptOf = (deliveries: readonly Delivery[]): Receipt => {
  const sum = (count: (delivery: Delivery) => number): number =>
    deliveries.reduce((total, delivery) => total + count(delivery), 0);
  const error = deliveries.find((delivery) => delivery.error !== undefined)?.error;
  return {
    accepted: sum(({ stored }) => stored),
    unchanged: sum(({ unchanged }) => unchanged),
    deadLettered: sum(({ deadLettered }) => deadLettered),
    ...(error === undefined ? {} : { error }),
  };
};

/** How an error is told to the other side: status, text, and headers. Defects are told without their inside. */
export const refusalOf = (error: unknown): { status: number; message: string; headers: Record<string, string> } => {
  if (!(error instanceof HubError)) {
    return {
      status: 503,
      message: 'the hub cannot take this now; send it again later',
      headers: { 'retry-after': '5' },
    };
  }
  const message = error.remedy ? `${error.message}; ${error.remedy}` : error.message;
  if (!(error instanceof RetriableError)) return { status: error.status, message, headers: {} };
  const seconds = Math.ceil((error.retryAfterMs ?? 5000) / 1000);
  return { status: error.status, message, headers: { 'retry-after': String(seconds) } };
};
