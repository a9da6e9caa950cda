import { createHmac, randomBytes } from 'node:crypto';
import { secretEquals } from '../_kit/secret-equals.ts';

/**
 * Nonces that every process can check without asking another: the time they were made and our own seal over it. The key
 * is derived from the password, which all processes know and no stranger does.
 */
const seal = (source: string, password: string, text: string): string =>
  createHmac('sha256', password).update(`viid nonce ${source} ${text}`).digest('hex').slice(0, 32);

export const makeNonce = (source: string, password: string, now = Date.now()): string => {
  const text = `${now.toString(16).padStart(12, '0')}${randomBytes(8).toString('hex')}`;
  return `${text}${seal(source, password, text)}`;
};

/** Epoch ms at which a nonce of ours was made; undefined for one that is not ours. */
export const nonceTime = (source: string, password: string, nonce: string): number | undefined => {
  const [, text = '', given = ''] = /^([0-9a-f]{28})([0-9a-f]{32})$/.exec(nonce) ?? [];
  if (text === '' || !secretEquals(given, seal(source, password, text))) return undefined;
  return Number.parseInt(text.slice(0, 12), 16);
};
