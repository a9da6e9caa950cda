import { createHmac, randomBytes } from 'node:crypto';

/** What a value is of: decides which form its replacement keeps. */
export type Personal = 'name' | 'idNumber' | 'phone' | 'plate' | 'address' | 'policeId' | 'secret';

const nameSigns = [...'甲乙丙丁戊己庚辛壬癸'];
const addressSigns = [...'测试路街里坊苑村'];
const capitals = [...'ABCDEFGHJKLMNPQRSTUVWXYZ'];

/** Numbers that follow from a value and a key thrown away after the recording: they lead back to nobody. */
const drawFrom = (key: Buffer, value: string): ((below: number) => number) => {
  let round = 0;
  let pool = Buffer.alloc(0);
  return (below) => {
    if (pool.length < 2) {
      pool = createHmac('sha256', key).update(`${round} ${value}`).digest();
      round += 1;
    }
    const drawn = pool.readUInt16BE(0) % below;
    pool = pool.subarray(2);
    return drawn;
  };
};

/** Sign for sign: digits stay digits, letters letters of their case, Chinese signs become some of `han`; the rest stays. */
const likeness = (value: string, han: readonly string[], draw: (below: number) => number): string =>
  [...value]
    .map((sign) => {
      if (/\p{Nd}/u.test(sign)) return String(draw(10));
      if (/[A-Z]/.test(sign)) return capitals[draw(capitals.length)];
      if (/[a-z]/.test(sign)) return capitals[draw(capitals.length)]?.toLowerCase();
      return /\p{Script=Han}/u.test(sign) ? han[draw(han.length)] : sign;
    })
    .join('');

const checkDigit = (seventeen: string): string => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(seventeen[index]), 0);
  return '10X98765432'[sum % 11] ?? '0';
};

const two = (value: number): string => String(value).padStart(2, '0');

/** Of a region nobody lives in (990100), born on a day that is one; the check digit is right. */
const idNumber = (draw: (below: number) => number): string => {
  const body = `990100${1950 + draw(60)}${two(1 + draw(12))}${two(1 + draw(28))}${String(draw(1_000)).padStart(3, '0')}`;
  return body + checkDigit(body);
};

/**
 * Replacements of one recording: the same value always becomes the same synthetic one, of the same length and form.
 * Another recording has others.
 */
export const createSynthetic = (key: Buffer = randomBytes(32)): ((kind: Personal, value: string) => string) => {
  const forms: Record<Personal, (value: string, draw: (below: number) => number) => string> = {
    name: (value, draw) => likeness(value, nameSigns, draw),
    idNumber: (value, draw) => (/^\d{17}[\dXx]$/.test(value) ? idNumber(draw) : likeness(value, nameSigns, draw)),
    phone: (value, draw) =>
      /^1\d{10}$/.test(value) ? `199${likeness(value.slice(3), [], draw)}` : likeness(value, [], draw),
    // The sign of the province decides how a plate is read: it stays.
    plate: (value, draw) => `${[...value][0]}${likeness([...value].slice(1).join(''), nameSigns, draw)}`,
    address: (value, draw) => likeness(value, addressSigns, draw),
    policeId: (value, draw) => likeness(value, nameSigns, draw),
    secret: (value, draw) => likeness(value, nameSigns, draw),
  };
  const known = new Map<string, string>();
  return (kind, value) => {
    const name = `${kind} ${value}`;
    const made = known.get(name) ?? forms[kind](value, drawFrom(key, name));
    known.set(name, made);
    return made;
  };
};
