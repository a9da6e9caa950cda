/** One thing wrong with a request, as `problems` of an RFC 9457 answer lists it. */
export interface FieldProblem {
  readonly setting?: string;
  readonly at?: number;
  readonly message: string;
}

/**
 * A failed call, with what a person can do about it. `status` is 0 when no answer came at all, so that a page can tell
 * "the line is down" from "the hub refused".
 */
export class Problem extends Error {
  readonly status: number;
  readonly type: string;
  readonly remedy: string | undefined;
  readonly problems: readonly FieldProblem[];
  /** Of a conflict (409): how the thing is now. */
  readonly current: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    type: string,
    message: string,
    remedy?: string,
    problems: readonly FieldProblem[] = [],
    current: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.type = type;
    this.remedy = remedy;
    this.problems = problems;
    this.current = current;
  }
}

interface ProblemBody {
  type?: string;
  title?: string;
  detail?: string;
  remedy?: string;
  problems?: FieldProblem[];
  current?: Record<string, unknown>;
}

/** What a person reads of a message of the hub: without the `[hub] [scope]` that logs are searched by. */
export const plain = (message: string): string => message.replace(/^(\[[\w-]+\] *)+/, '');

const problemOf = async (response: Response): Promise<Problem> => {
  const body = (await response.json().catch(() => ({}))) as ProblemBody;
  return new Problem(
    response.status,
    (body.type ?? 'about:blank').split('/').pop() ?? '',
    plain(body.detail ?? body.title ?? `HTTP ${response.status}`),
    body.remedy,
    body.problems,
    body.current,
  );
};

/**
 * Fetch JSON.
 *
 * @returns the parsed body, `undefined` for an empty answer (204)
 * @throws Problem for every answer outside 200–299 and for a line that is down; AbortError is passed on as it is
 */
export const requestJson = async <T>(url: string, init: RequestInit = {}): Promise<T> => {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'offline', `no answer from ${new URL(url, location.href).origin}`);
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
};
