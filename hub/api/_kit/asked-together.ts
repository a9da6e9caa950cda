/**
 * One question for all who ask the same while it cannot be sent yet: whoever asks while an answer is under way gets the
 * next one, never one that was begun before. What was taken away a moment ago is thus never given once more.
 */
export const askedTogether = <T>(): ((key: string, ask: () => Promise<T>) => Promise<T>) => {
  const underWay = new Map<string, Promise<unknown>>();
  const next = new Map<string, Promise<T>>();

  const send = (key: string, ask: () => Promise<T>): Promise<T> => {
    const answer = ask();
    const over = answer.then(
      () => undefined,
      () => undefined,
    );
    underWay.set(key, over);
    void over.then(() => {
      if (underWay.get(key) === over) underWay.delete(key);
    });
    return answer;
  };

  return (key, ask) => {
    const before = underWay.get(key);
    if (!before) return send(key, ask);
    const waiting =
      next.get(key) ??
      before.then(() => {
        next.delete(key);
        return send(key, ask);
      });
    next.set(key, waiting);
    return waiting;
  };
};
