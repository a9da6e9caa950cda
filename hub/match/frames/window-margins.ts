import type { DeviceKind } from '../../core/vocabulary.ts';
import type { Rules } from '../rules/rules.ts';

/** A window opens a little before the first moment that was written down, which may itself lie before the start. */
const earlierMs = 3_600_000;

/**
 * How far the window of any record can reach beyond the record's own times, for clips of a kind of device: `leadMs` before
 * its start, `tailMs` after the last moment that was written down.
 */
export const windowMargins = ({ windows }: Rules, device: DeviceKind): { leadMs: number; tailMs: number } => {
  const applying = windows.filter(({ devices }) => devices === undefined || devices.includes(device));
  return {
    leadMs: earlierMs + Math.max(0, ...applying.map(({ lead }) => lead)),
    tailMs: Math.max(0, ...applying.map(({ lasts, tail }) => lasts + tail)),
  };
};
