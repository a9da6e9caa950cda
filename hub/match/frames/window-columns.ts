import { type DeviceKind, deviceKinds } from '../../core/vocabulary.ts';
import type { MatchRecord } from '../inputs.ts';
import type { Rules } from '../rules/rules.ts';
import { windowOf } from './window.ts';

/** Kinds of device for which every record has the same window. */
export interface WindowClasses {
  /** One device of each class. */
  readonly devices: readonly DeviceKind[];
  /** Class by the number of the kind of device. */
  readonly classOf: Uint8Array;
}

const known = new WeakMap<Rules, WindowClasses>();

/** No rule tells two devices of one class apart. */
export const windowClassesOf = (rules: Rules): WindowClasses => {
  const before = known.get(rules);
  if (before) return before;
  const said = (device: DeviceKind): string =>
    rules.windows.map(({ devices }) => (devices === undefined || devices.includes(device) ? 1 : 0)).join('');
  const classes = [...new Set(deviceKinds.map(said))];
  const found = {
    devices: classes.map((one) => deviceKinds.find((device) => said(device) === one) as DeviceKind),
    classOf: Uint8Array.from(deviceKinds, (device) => classes.indexOf(said(device))),
  };
  known.set(rules, found);
  return found;
};

/** Windows of records, epoch ms; the window of a record for a class of devices stands at `record * width + class`. */
export class WindowColumns {
  readonly classes: WindowClasses;
  readonly width: number;
  readonly open: Float64Array;
  readonly close: Float64Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly expectFrom: Float64Array;
  readonly expectTo: Float64Array;
  readonly coarse: Uint8Array;
  readonly arrival: Float64Array;
  readonly arrivedBy: Float64Array;
  readonly isClosed: Uint8Array;

  constructor(classes: WindowClasses, records: number) {
    this.classes = classes;
    this.width = classes.devices.length;
    const size = records * this.width;
    this.open = new Float64Array(size);
    this.close = new Float64Array(size);
    this.from = new Float64Array(size);
    this.to = new Float64Array(size);
    this.expectFrom = new Float64Array(size);
    this.expectTo = new Float64Array(size);
    this.coarse = new Uint8Array(size);
    this.arrival = new Float64Array(size);
    this.arrivedBy = new Float64Array(size);
    this.isClosed = new Uint8Array(size);
  }

  set(rules: Rules, row: number, record: MatchRecord): void {
    for (let index = 0; index < this.width; index += 1) {
      const window = windowOf(rules, record, this.classes.devices[index] as DeviceKind);
      const at = row * this.width + index;
      this.open[at] = window.open;
      this.close[at] = window.close;
      this.from[at] = window.from;
      this.to[at] = window.to;
      this.expectFrom[at] = window.expectFrom;
      this.expectTo[at] = window.expectTo;
      this.coarse[at] = window.coarse ? 1 : 0;
      this.arrival[at] = window.arrival;
      this.arrivedBy[at] = window.arrivedBy;
      this.isClosed[at] = window.isClosed ? 1 : 0;
    }
  }
}
