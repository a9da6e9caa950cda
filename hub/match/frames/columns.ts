/** Lists of whole numbers, one after the other: list `i` is `items[starts[i]]` up to, not including, `items[starts[i + 1]]`. */
export interface Lists {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

/** A column of whole numbers that grows. */
export class GrowingInts {
  #items: Int32Array<ArrayBuffer>;
  size = 0;

  constructor(capacity = 64) {
    this.#items = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.size === this.#items.length) {
      const wider = new Int32Array(this.size * 2);
      wider.set(this.#items);
      this.#items = wider;
    }
    this.#items[this.size] = value;
    this.size += 1;
  }

  at(place: number): number {
    return this.#items[place] as number;
  }

  /** What was pushed; shares memory with the column when it is exactly full. */
  finish(): Int32Array {
    return this.size === this.#items.length ? this.#items : this.#items.slice(0, this.size);
  }
}

/** Builds `Lists` one list after the other. */
export class GrowingLists {
  readonly #starts: GrowingInts;
  readonly #items = new GrowingInts();

  constructor(capacity = 64) {
    this.#starts = new GrowingInts(capacity + 1);
    this.#starts.push(0);
  }

  /** Add to the list that is open. */
  push(item: number): void {
    this.#items.push(item);
  }

  /** End the open list and begin the next one. */
  close(): void {
    this.#starts.push(this.#items.size);
  }

  finish(): Lists {
    return { starts: this.#starts.finish(), items: this.#items.finish() };
  }
}

export const listHas = ({ starts, items }: Lists, list: number, item: number): boolean => {
  const end = starts[list + 1] as number;
  for (let at = starts[list] as number; at < end; at += 1) if (items[at] === item) return true;
  return false;
};

export const isEmptyList = ({ starts }: Lists, list: number): boolean => starts[list] === starts[list + 1];

/**
 * Rows by group, in the given order within each (the order of rows when none is given). Rows of group -1 are left out.
 *
 * @param groupCount groups are 0 to this, exclusive
 */
export const groupRows = (groupOf: Int32Array, groupCount: number, order?: Int32Array): Lists => {
  const starts = new Int32Array(groupCount + 1);
  for (const group of groupOf) if (group >= 0) starts[group + 1] = (starts[group + 1] as number) + 1;
  for (let group = 0; group < groupCount; group += 1)
    starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number);
  const next = starts.slice(0, groupCount);
  const items = new Int32Array(starts[groupCount] as number);
  for (let place = 0; place < groupOf.length; place += 1) {
    const row = order === undefined ? place : (order[place] as number);
    const group = groupOf[row] as number;
    if (group < 0) continue;
    const at = next[group] as number;
    items[at] = row;
    next[group] = at + 1;
  }
  return { starts, items };
};

/** Rows in ascending order of their whole-number keys, equal ones in the order of rows. */
export const orderOf = (keys: Float64Array): Int32Array => {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const key of keys) {
    if (key < least) least = key;
    if (key > most) most = key;
  }
  const count = keys.length;
  const order = new Int32Array(count);
  // Key and row in one number: native sorting of numbers is several times faster than by a comparing function.
  if ((most - least + 1) * count < Number.MAX_SAFE_INTEGER) {
    const packed = new Float64Array(count);
    for (let row = 0; row < count; row += 1) packed[row] = ((keys[row] as number) - least) * count + row;
    packed.sort();
    for (let place = 0; place < count; place += 1) order[place] = (packed[place] as number) % count;
    return order;
  }
  for (let row = 0; row < count; row += 1) order[row] = row;
  return order.sort((one, other) => (keys[one] as number) - (keys[other] as number) || one - other);
};

/** First place in `from` to `to`, exclusive, whose value is `wanted` or more; values ascend. */
export const firstFrom = (values: Float64Array, wanted: number, from: number, to: number): number => {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Bring the rows of each list into order, in place; the lists are short. */
export const sortLists = (lists: Lists, precedes: (one: number, other: number) => boolean): Lists => {
  const { starts, items } = lists;
  for (let list = 0; list + 1 < starts.length; list += 1) {
    const from = starts[list] as number;
    for (let at = from + 1; at < (starts[list + 1] as number); at += 1) {
      const row = items[at] as number;
      let place = at;
      while (place > from && precedes(row, items[place - 1] as number)) {
        items[place] = items[place - 1] as number;
        place -= 1;
      }
      items[place] = row;
    }
  }
  return lists;
};
