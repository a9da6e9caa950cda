import type { Officer } from '../../client/record.ts';
import { dateText, momentText, timeText } from '../../player/clock.ts';
import { clockText } from '../../player/language.ts';
import * as words from '../../player/words.ts';
import { language } from '../preferences.ts';

/** The shared vocabulary in the console's language. */
export const systemSays = (name: string | undefined): string => words.systemWord(name, language());
export const kindSays = (name: string | undefined): string => words.kindWord(name, language());
export const deviceSays = (name: string | undefined): string => words.deviceWord(name, language());
export const milestoneSays = (name: string): string => words.milestoneWord(name, language());
export const decisionSays = (name: string): string => words.decisionWord(name, language());
export const probabilitySays = (probability: number): string => words.probabilityWord(probability, language());
export const percentSays = words.percentText;

export const numberSays = (value: number): string => value.toLocaleString('en-US');

/** A match weight: `+8.1`, `−2.7`. */
export const bitsSay = (weight: number): string => {
  const bits = Math.abs(weight).toFixed(1);
  return `${bits === '0.0' ? '' : weight > 0 ? '+' : '−'}${bits}`;
};

export const bytesSay = (bytes: number): string => {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const value = bytes / 1000 ** step;
  return `${value >= 100 || step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
};

/** `林示一 009901、周示二 009902` */
export const officersSay = (officers: readonly (string | Officer)[]): string =>
  officers
    .map((officer) =>
      typeof officer === 'string' ? officer : [officer.name, officer.policeId].filter(Boolean).join(' '),
    )
    .join(language() === 'en' ? ', ' : '、');

/** `03-02 08:44:22 – 08:45:20` */
export const rangeSays = (start: string, end?: string): string => {
  const from = momentText(start).slice(5);
  if (!end) return from;
  return `${from} – ${dateText(end) === dateText(start) ? timeText(end) : momentText(end).slice(5)}`;
};

/** Epoch milliseconds as a moment of the hub's local clock. */
export const localSays = (at: number): string =>
  momentText(`${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`);

/** How long, in the largest units: `12 秒`, `31 分`, `2.1 天`. */
export const spanSays = (seconds: number): string => {
  const english = language() === 'en';
  const whole = Math.abs(seconds);
  if (whole < 60) return `${Math.round(whole)} ${english ? 's' : '秒'}`;
  if (whole < 3600) return `${Math.round(whole / 60)} ${english ? 'min' : '分'}`;
  if (whole < 86_400) return `${(whole / 3600).toFixed(1)} ${english ? 'h' : '小时'}`;
  return `${(whole / 86_400).toFixed(1)} ${english ? 'd' : '天'}`;
};

/** How long ago, for states that are looked at as they happen. */
export const agoSays = (iso: string | undefined): string => {
  if (!iso) return '—';
  const seconds = (Date.now() - Date.parse(iso)) / 1000;
  if (!Number.isFinite(seconds)) return '—';
  if (seconds > 7 * 86_400) return momentText(iso).slice(0, 16);
  if (seconds < 3) return language() === 'en' ? 'just now' : '刚刚';
  return language() === 'en' ? `${spanSays(Math.max(0, seconds))} ago` : `${spanSays(Math.max(0, seconds))}前`;
};

export { clockText, dateText, momentText, timeText };
