import { halfWidth } from './text.ts';

/** 警号: six digits. Some provinces write ten, the city's four before them: kept, because six repeat between cities. */
export interface PoliceId {
  readonly policeId: string;
  readonly cityPrefix?: string;
}

/** Six digits, not all of them zero: what nearly every 警号 is, known without a regular expression. */
const isUsual = (text: string): boolean => {
  if (text.length !== 6) return false;
  let sum = 0;
  for (let at = 0; at < 6; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return false;
    sum += digit;
  }
  return sum > 0;
};

/** 辅警 and some 专门警种 carry letters before the digits: kept as they are. */
const lettered = /^[A-Z]{1,3}\d{3,8}$/;

/**
 * Read a 警号: up to six digits are padded on the left, of ten the last six count. Undefined when it is none (a name, an
 * ID number) and also when it is all zeros, which stands for "nobody".
 */
export const readPoliceId = (text: string): PoliceId | undefined => {
  if (isUsual(text)) return { policeId: text };
  const id = halfWidth(text).trim().toUpperCase();
  if (/^0+$/.test(id)) return undefined;
  if (/^\d{1,6}$/.test(id)) return { policeId: id.padStart(6, '0') };
  if (/^\d{10}$/.test(id)) return { policeId: id.slice(4), cityPrefix: id.slice(0, 4) };
  return lettered.test(id) ? { policeId: id } : undefined;
};
