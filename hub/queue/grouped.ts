interface Waiting<T> {
  items: readonly T[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Make one write out of those that come while another one is under way: each caller waits for its own, and the
 * database commits once for all of them.
 */
export const grouped = <T>(write: (items: readonly T[]) => Promise<void>): ((items: readonly T[]) => Promise<void>) => {
  let waiting: Waiting<T>[] = [];
  let writing = false;
  const writeAll = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await write(group.flatMap(({ items }) => items));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    writing = false;
  };
  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!writing) void writeAll();
    });
};
