import type { Mapped } from '../../core/mapping/compile.ts';
import { createSynthetic, type Personal } from './synthetic.ts';

/** Field names of Chinese police systems, by what is in them; looked at in lower case. */
const names: readonly (readonly [RegExp, Personal])[] = [
  [/(token|secret|passw(or)?d|authkey|jkxlh|cookie|signature)$/, 'secret'],
  [/(sfzh|sfzmhm|gmsfhm|zjhm|jszh|idcard|idnumber|idno)$/, 'idNumber'],
  [/(dh|lxdh|lxfs|sjh|sjhm|phone|mobile|tel)$/, 'phone'],
  [/(hphm|cph|cphm|plate)$/, 'plate'],
  [/(xm|xingming|dsr|personname|username)$/, 'name'],
  [/(dz|xz|zz|dizhi|address)$/, 'address'],
];

/** Values that give themselves away, wherever they stand. */
const patterns: readonly (readonly [RegExp, Personal])[] = [
  [/(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)/g, 'idNumber'],
  [/(?<!\d)1[3-9]\d{9}(?!\d)/g, 'phone'],
  [/[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}(?![A-Z0-9])/g, 'plate'],
];

/** Shorter than this a value is part of too many other words. */
const shortest: Record<Personal, number> = {
  name: 2,
  idNumber: 6,
  phone: 7,
  plate: 6,
  address: 4,
  policeId: 5,
  secret: 4,
};

const isDigits = /^\d+$/;
const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const escaped = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The ways in which a text is written inside other texts. */
const writings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => encodeURIComponent(text),
  (text) => encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => JSON.stringify(text).slice(1, -1),
  escaped,
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
];

export interface Scrubber {
  /** A value that must not be kept. */
  learn(kind: Personal, value: unknown): void;
  /** Learn from the names of fields in a decoded document, and from what its texts look like. */
  learnFrom(document: unknown): void;
  /** Learn who is in a mapped row. */
  learnMapped(mapped: Mapped): void;
  /** A text with everything learnt replaced, however it is written there. Learn all first. */
  scrub(text: string): string;
}

/** Takes secrets and people out of a recording: each value is replaced by the same synthetic one wherever it stands. */
export const createScrubber = (): Scrubber => {
  const synthetic = createSynthetic();
  const learnt = new Map<string, Personal>();
  let replace: ((text: string) => string) | undefined;

  const learn: Scrubber['learn'] = (kind, value) => {
    if (typeof value !== 'string' && typeof value !== 'number') return;
    const text = String(value).trim();
    if ([...text].length < shortest[kind] || learnt.has(text)) return;
    // A column called after a person holds codes and flags as well: those are not names.
    if ((kind === 'name' || kind === 'address') && !/\p{L}/u.test(text)) return;
    learnt.set(text, kind);
    replace = undefined;
  };

  const learnText = (text: string): void => {
    for (const [pattern, kind] of patterns) for (const [found] of text.matchAll(pattern)) learn(kind, found);
  };

  const learnFrom = (document: unknown, name = ''): void => {
    if (typeof document === 'number') learnFrom(String(document), name);
    else if (typeof document === 'string') {
      learnText(document);
      const [, kind] = names.find(([pattern]) => pattern.test(name.toLowerCase())) ?? [];
      if (kind) learn(kind, document);
    } else if (Array.isArray(document)) for (const each of document) learnFrom(each, name);
    else if (typeof document === 'object' && document !== null)
      for (const [key, value] of Object.entries(document)) learnFrom(value, key);
  };

  const compile = (): ((text: string) => string) => {
    const instead = new Map<string, string>();
    for (const [value, kind] of learnt) {
      const made = synthetic(kind, value);
      for (const write of writings) instead.set(write(value), write(made));
    }
    if (instead.size === 0) return (text) => text;
    const alternatives = [...instead.keys()]
      .sort((a, b) => b.length - a.length)
      .map((value) => (isDigits.test(value) ? `(?<!\\d)${value}(?!\\d)` : literally(value)));
    const any = new RegExp(alternatives.join('|'), 'g');
    return (text) => text.replace(any, (found) => instead.get(found) ?? found);
  };

  return {
    learn,
    learnFrom: (document) => learnFrom(document),
    learnMapped(mapped) {
      if (mapped.target === 'footage') learn('policeId', mapped.footage.policeId);
      if (mapped.target !== 'record') return;
      const { persons, officers, vehicles, place } = mapped.record;
      for (const { name, idNumber, phone } of persons) {
        learn('name', name);
        learn('idNumber', idNumber);
        learn('phone', phone);
      }
      for (const { name, policeId } of officers) {
        learn('name', name);
        learn('policeId', policeId);
      }
      for (const { plate } of vehicles) learn('plate', plate);
      learn('address', place?.address);
    },
    scrub(text) {
      learnText(text);
      replace ??= compile();
      return replace(text);
    },
  };
};
