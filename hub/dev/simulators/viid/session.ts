import type { Receipt } from '../_kit/outbox.ts';
import { digestAnswer } from './digest.ts';

export interface SessionSettings {
  /** Where the hub receives for this source; `/VIID/…` comes behind it. */
  hub: string;
  /** DeviceID: 20 digits. */
  id: string;
  password: string;
  log(message: string): void;
}

/** One view library as a client of another: registers when it must, and is then known by its id alone. */
export interface Session {
  /** Posts a list of objects; asks to come again when the other side does not know us (any more). */
  upload(path: string, document: unknown): Promise<Receipt>;
  keepalive(): Promise<void>;
  registrations(): number;
}

interface Answer {
  status: number;
  challenge: string;
  waitMs?: number;
  text: string;
}

/** Every StatusCode of an answer must be 0, whatever the HTTP status says. */
const codesIn = (text: string): number[] =>
  [...text.matchAll(/"StatusCode":\s*"?(\d+)/g)].map(([, code]) => Number(code));

export const viidSession = ({ hub, id, password, log }: SessionSettings): Session => {
  let registered = false;
  let registrations = 0;

  const post = async (path: string, document: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${hub}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/VIID+JSON;charset=UTF-8', 'user-identify': id, ...headers },
      body: JSON.stringify(document),
      signal: AbortSignal.timeout(15_000),
    });
    const wait = Number(response.headers.get('retry-after'));
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate') ?? '',
      ...(wait > 0 ? { waitMs: wait * 1000 } : {}),
      text: await response.text(),
    };
  };

  const register = async (): Promise<void> => {
    const path = '/VIID/System/Register';
    const document = { RegisterObject: { DeviceID: id } };
    const first = await post(path, document);
    const uri = new URL(`${hub}${path}`).pathname;
    const authorization = digestAnswer(first.challenge, { user: id, password, method: 'POST', uri });
    const second = first.status === 401 ? await post(path, document, { authorization }) : first;
    if (second.status !== 200 || codesIn(second.text)[0] !== 0) {
      throw new Error(`registration: HTTP ${second.status} ${second.text.slice(0, 200)}`);
    }
    registered = true;
    registrations += 1;
    log('registered');
  };

  const upload = async (path: string, document: unknown): Promise<Receipt> => {
    if (!registered) await register();
    const { status, text, waitMs } = await post(path, document);
    if (status === 200) {
      const bad = codesIn(text).filter((code) => code !== 0);
      return bad.length === 0 ? { kind: 'accepted' } : { kind: 'refused', reason: text.slice(0, 300) };
    }
    if (status === 401) registered = false;
    const isLater = status === 401 || status === 429 || status >= 500;
    const reason = `HTTP ${status} ${text.slice(0, 200)}`;
    return isLater
      ? { kind: 'later', reason, ...(waitMs === undefined ? {} : { waitMs }) }
      : { kind: 'refused', reason };
  };

  return {
    async upload(path, document) {
      try {
        return await upload(path, document);
      } catch (error) {
        return { kind: 'later', reason: error instanceof Error ? error.message : String(error) };
      }
    },
    async keepalive() {
      if (!registered) return;
      const { status } = await post('/VIID/System/Keepalive', { KeepaliveObject: { DeviceID: id } });
      if (status === 401) registered = false;
    },
    registrations: () => registrations,
  };
};
