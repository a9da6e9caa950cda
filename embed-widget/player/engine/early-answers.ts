/** What nobody has taken by then is not waited for any longer. */
const keptMs = 15_000;

interface Early {
  readonly answer: Promise<Response>;
  readonly leaving: AbortController;
}
const early = new Map<string, Early>();
const taken = new WeakSet<Response>();

/** Ask for what will be needed in a moment. Whoever needs it takes it by its address, once. */
export const askEarly = (url: string): Promise<Response> => {
  const leaving = new AbortController();
  const answer = fetch(url, { signal: leaving.signal });
  const one = { answer, leaving };
  early.get(url)?.leaving.abort();
  early.set(url, one);
  setTimeout(() => {
    if (early.get(url) !== one) return;
    early.delete(url);
    leaving.abort();
  }, keptMs);
  return answer;
};

/** The answer to what was asked for early. @returns undefined when it was not, or went wrong: then ask the usual way */
export const takeEarly = async (url: string, signal: AbortSignal): Promise<Response | undefined> => {
  const one = early.get(url);
  if (!one) return undefined;
  early.delete(url);
  signal.addEventListener('abort', () => one.leaving.abort(), { once: true });
  const answer = await one.answer.catch(() => undefined);
  if (!answer?.ok) return undefined;
  taken.add(answer);
  return answer;
};

/** Whether a body may have come before somebody began to read it: then its pace says nothing of the line. */
export const cameEarly = (answer: Response): boolean => taken.has(answer);
