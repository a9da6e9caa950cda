import type { Officer } from '../core/record.ts';
import type { DeviceKind, System } from '../core/vocabulary.ts';

/** What an engine keeps of a record or a recording. Flat, so that every engine can filter on it. */
export interface SearchDocument {
  /** `record-12` or `footage-7`: letters, digits and a hyphen only. */
  readonly id: string;
  readonly type: 'record' | 'footage';
  /** Database id. */
  readonly key: number;
  readonly source: string;
  readonly externalId: string;
  readonly system?: System;
  readonly kind?: string;
  readonly deviceKind?: DeviceKind;
  readonly title: string;
  readonly summary: string;
  readonly address: string;
  /** Officers, callers, subjects: names only. */
  readonly names: readonly string[];
  /** Category labels, labels of the clip, what it is about. */
  readonly labels: readonly string[];
  /** Everything that names one thing: case, call, ID card, plate, 警号, device, telephone numbers; as written. */
  readonly numbers: readonly string[];
  readonly officers: readonly Pick<Officer, 'policeId' | 'name'>[];
  readonly plates: readonly string[];
  readonly device?: string;
  /** 12-digit organisation; absent: seen by the hub itself only. */
  readonly org?: string;
  /** Epoch ms. */
  readonly at: number;
  readonly end: number;
  readonly linked: boolean;
  /** What it is about: documents of one event share it. */
  readonly group: string;
}

/** Numbers and codes are compared folded and without what people put between digits. */
export const numberKey = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-_·]/g, '');

export const documentId = (type: SearchDocument['type'], key: number): string => `${type}-${key}`;
