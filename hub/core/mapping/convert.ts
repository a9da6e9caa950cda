import { normaliseOrg } from '../org.ts';
import { readPoliceId } from '../police-id.ts';
import { normalisePlate } from '../text.ts';
import { type ParsedTime, timeParser } from '../time.ts';
import type { ValueType } from './field-schema.ts';

/** A text that cannot be read as what it should be; undefined stands for "not known". */
export const bad: unique symbol = Symbol('bad');

/** What each type of value is once it was read. */
export interface ValueOf {
  text: string;
  time: ParsedTime;
  org: string;
  policeId: string;
  plate: string;
  number: number;
  integer: number;
  flag: boolean;
}
export type Value = ValueOf[ValueType];

export interface ConvertOptions {
  readonly formats: readonly string[];
  readonly zone: string;
  readonly scale: number;
}
export type Convert = (text: string) => Value | undefined | typeof bad;

const zeros = /^0+$/;
const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const flags: ReadonlyMap<string, boolean> = new Map([
  ...['1', 'true', 'TRUE', 'Y', 'y', 'yes', '是', '有'].map((text) => [text, true] as const),
  ...['0', 'false', 'FALSE', 'N', 'n', 'no', '否', '无'].map((text) => [text, false] as const),
]);

const toNumber = (text: string, scale: number): number | typeof bad => {
  const plain = numeric.test(text) ? text : text.replace(/[,\s]/g, '');
  const value = plain === text || numeric.test(plain) ? Number(plain) * scale : Number.NaN;
  return Number.isFinite(value) ? value : bad;
};

/** Each type by its name; the name is the `rule` of a misfit. */
const makers: { readonly [K in ValueType]: (options: ConvertOptions) => Convert } = {
  text: () => (text) => text,
  time: ({ formats, zone }) => {
    const parse = timeParser(formats, zone);
    return (text) => parse(text) ?? bad;
  },
  org: () => (text) => {
    const org = normaliseOrg(text);
    return zeros.test(org ?? text) ? undefined : (org ?? bad);
  },
  policeId: () => (text) => readPoliceId(text)?.policeId ?? (zeros.test(text) ? undefined : bad),
  plate: () => (text) => {
    const plate = normalisePlate(text);
    return plate === '' ? undefined : plate.length > 16 ? bad : plate;
  },
  number:
    ({ scale }) =>
    (text) =>
      toNumber(text, scale),
  integer:
    ({ scale }) =>
    (text) => {
      const value = toNumber(text, scale);
      return value === bad ? bad : Math.round(value);
    },
  flag: () => (text) => flags.get(text) ?? bad,
};

/** @throws RangeError for a time format or zone that is not known */
export const converterOf = (type: ValueType, options: ConvertOptions): Convert => makers[type](options);

/** What a value of this type should have looked like, for the person who reads the dead letter. */
export const expectation = (type: ValueType, { formats }: ConvertOptions): string =>
  ({
    text: 'text',
    time: `a time like ${formats.join(' or ')}`,
    org: 'an organisation code of 12 or 8 digits',
    policeId: 'a police id of 6 or 10 digits',
    plate: 'a plate of at most 16 characters',
    number: 'a number',
    integer: 'a number',
    flag: 'yes or no (1/0, true/false, 是/否)',
  })[type];
