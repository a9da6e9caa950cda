import type { Receipt } from './outbox.ts';

export interface Answer {
  status: number;
  body: string;
  /** What the receiver asks to wait, from Retry-After. */
  waitMs?: number;
}

const charsetOf = (contentType: string | null): string => /charset="?([\w-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';

const retryAfterMs = (header: string | null): number | undefined => {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : undefined;
};

/** Posts and reads the whole answer in its charset. A receiver that cannot be reached comes back as a Receipt. */
export const post = async (
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): Promise<Answer | Extract<Receipt, { kind: 'later' }>> => {
  try {
    const response = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(15_000) });
    const text = new TextDecoder(charsetOf(response.headers.get('content-type'))).decode(await response.arrayBuffer());
    const waitMs = retryAfterMs(response.headers.get('retry-after'));
    return { status: response.status, body: text, ...(waitMs === undefined ? {} : { waitMs }) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return { kind: 'later', reason: `${error instanceof Error ? error.message : String(error)}${cause}` };
  }
};
