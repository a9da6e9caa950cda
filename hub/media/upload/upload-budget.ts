/** How fast uploads may come in, by one process. */
export interface UploadBudget {
  /** Resolves when so many bytes may be taken. Recordings with a key mark go first, always. */
  spend(bytes: number, keyMark: boolean): Promise<void>;
}

interface Waiting {
  readonly bytes: number;
  readonly resolve: () => void;
}

/** @param kbps kilobits a second, all uploads together; 0 sets no bound */
export const openUploadBudget = (kbps: number): UploadBudget => {
  const first: Waiting[] = [];
  const others: Waiting[] = [];
  let isPaying = false;

  const next = (): void => {
    const turn = first.shift() ?? others.shift();
    isPaying = turn !== undefined;
    if (!turn) return;
    turn.resolve();
    setTimeout(next, (turn.bytes * 8) / kbps);
  };

  return {
    spend: (bytes, keyMark) =>
      kbps === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            (keyMark ? first : others).push({ bytes, resolve });
            if (!isPaying) next();
          }),
  };
};
