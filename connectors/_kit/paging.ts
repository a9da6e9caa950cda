import type { Opened, Page, RawMessage } from '../../hub/core/connector.ts';
import { ConfigurationError } from '../../hub/core/errors.ts';
import { digestOf } from './seen.ts';
import type { TimeWindow, WindowWalk } from './time-window.ts';

export interface PageRequest {
  window: TimeWindow;
  /** From 0, whatever the other side counts from. */
  index: number;
}

export interface Paging {
  scope: string;
  pageSize: number;
  /** Whether the request names a page at all; where it does not, one reply is everything. */
  hasPages: boolean;
  /** Whether it names how many rows it wants: a reply that is full then may not be all. */
  hasSize: boolean;
  signal: AbortSignal;
  fetch(request: PageRequest): Promise<RawMessage>;
  open(message: RawMessage): Promise<Opened>;
}

/** A window whose number of rows keeps changing while it is read is read again this often. */
const mostRereads = 3;

type Turned = 'steady' | 'shifted' | 'cut' | 'aborted';

/**
 * Read every page of every window up to the present. Rows that change while pages are turned leave the window and
 * shift the others, one of which then is on no page: it shows as a changed total, and the window is read again. Where no
 * total is stated, several pages are read again until that brings no news.
 *
 * @throws ConfigurationError when the other side has more rows than it can be made to give
 */
export async function* readPages(paging: Paging, walk: WindowWalk): AsyncIterable<Page> {
  const { signal, scope } = paging;
  let rereads = 0;
  for (let window = walk.current(); window && !signal.aborted; window = walk.current()) {
    const turned = yield* turnPages(paging, walk, window);
    if (turned === 'aborted') return;
    if (turned === 'cut' && walk.split()) continue;
    if (turned === 'cut') {
      throw new ConfigurationError(`[hub] [${scope}] there are more rows for ${window.fromText} than one reply holds`, {
        remedy: 'put {page} and {size} into the request',
      });
    }
    if (turned === 'shifted' && rereads < mostRereads) {
      rereads += 1;
      continue;
    }
    rereads = 0;
    yield { messages: [], cursor: walk.done() };
  }
}

/** Without a total the end is an empty page: a short one may just be all that the other side gives at once. */
async function* turnPages(
  { scope, pageSize, hasPages, hasSize, signal, fetch, open }: Paging,
  walk: WindowWalk,
  window: TimeWindow,
): AsyncGenerator<Page, Turned> {
  const digests: string[] = [];
  let read = 0;
  let isShort = false;
  let hasNews = false;
  /** Where a total is stated, pages without news come along with those that bring some: sums are held against it. */
  let held: RawMessage[] = [];
  let firstTotal: number | undefined;
  /** Nothing tells a shift where no total is stated: pages that brought news are looked through once more. */
  const ended = (total: number | undefined): Turned =>
    total !== firstTotal || (total === undefined && hasNews && digests.length > 1) ? 'shifted' : 'steady';
  for (let index = 0; ; index += 1) {
    if (signal.aborted) return 'aborted';
    const message = await fetch({ window, index });
    const { rows, total } = await open(message);
    firstTotal ??= total;
    if (rows.length === 0) return ended(total);
    const digest = digestOf(rows);
    if (digest === digests[0] || digest === digests.at(-1)) {
      // Some answer a page behind the end with the first or the last one.
      if (isShort) return ended(total);
      throw new ConfigurationError(`[hub] [${scope}] page ${index + 1} holds the rows of an earlier one`, {
        remedy: 'check how the page is named in the request: the other side does not turn pages',
      });
    }
    digests.push(digest);
    read += rows.length;
    isShort = rows.length < pageSize;
    const isNews = walk.note(rows);
    hasNews ||= isNews;
    if (isNews || (hasNews && total !== undefined)) {
      yield { messages: [...held, message] };
      held = [];
    } else if (total !== undefined) held.push(message);
    if (!hasPages) return (total === undefined ? hasSize && read >= pageSize : read < total) ? 'cut' : 'steady';
    if (total !== undefined && read >= total) return ended(total);
  }
}
