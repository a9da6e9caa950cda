import type { Actor } from '../../access/actor.ts';
import { ForbiddenError } from '../../core/errors.ts';
import { holds, type Stretch, stretchesOf } from '../../media/stretch.ts';
import type { FootageRow } from '../../store/footage.ts';
import { linksOfFootage } from '../../store/links.ts';
import { secondsOf } from '../shapes/footage-item.ts';
import { segmentOf } from '../shapes/link-item.ts';
import type { Api } from './api.ts';

/** Part of a clip that the right to look does not open. */
export class OutsideLinkedPartError extends ForbiddenError {
  override readonly slug = 'outside-linked-part';

  constructor(footageId: number) {
    super(`[hub] [api] this right opens only the linked part of recording ${footageId}`, {
      remedy: 'stay within it, or ask the business system for a grant with extent "clip"',
    });
  }
}

/** A player asks for a segment every few seconds; links do not change as fast. */
const rememberMs = 5_000;
const mostRemembered = 10_000;

/**
 * What somebody may see of a recording: undefined is all of it. Photographs and documents have no parts.
 *
 * @returns a function that remembers for some seconds
 */
export const openStretches = (api: Pick<Api, 'store'>) => {
  const known = new Map<string, { until: number; stretches: Promise<readonly Stretch[]> }>();
  return async (actor: Actor, row: FootageRow): Promise<readonly Stretch[] | undefined> => {
    if (!partsOnly(actor, row) || actor.kind !== 'grant') return undefined;
    const key = `${actor.grantId} ${row.id}`;
    const found = known.get(key);
    if (found && found.until > Date.now()) return found.stretches;
    const stretches = linksOfFootage(api.store.db, actor.scope, row.id).then((pairs) =>
      stretchesOfLinks(
        row,
        pairs.map(({ link }) => link),
      ),
    );
    known.delete(key);
    known.set(key, { until: Date.now() + rememberMs, stretches });
    stretches.catch(() => known.delete(key));
    for (const old of known.keys()) if (known.size > mostRemembered) known.delete(old);
    return stretches;
  };
};

/** Whether somebody may see only the linked parts of it. */
export const partsOnly = (actor: Actor, row: FootageRow): boolean =>
  actor.kind === 'grant' && !actor.rights.has('footage.whole') && hasParts(row);

/** Photographs and documents have none. */
export const hasParts = ({ mediaType }: Pick<FootageRow, 'mediaType'>): boolean =>
  mediaType === 'video' || mediaType === 'audio';

export const stretchesOfLinks = (row: FootageRow, links: readonly Parameters<typeof segmentOf>[0][]): Stretch[] =>
  stretchesOf(
    links.map((link) => {
      const { startSeconds: from, endSeconds: to } = segmentOf(link, row);
      return { from, to };
    }),
    secondsOf(row),
  );

/** @throws OutsideLinkedPartError */
export const mustHold = (row: FootageRow, stretches: readonly Stretch[] | undefined, seconds: number): void => {
  if (stretches && !holds(stretches, seconds)) throw new OutsideLinkedPartError(row.id);
};

/** Marks somebody may read: of clips that are seen, and within their linked parts where only those are. */
export const seenMarks = <M extends { readonly footageId: number; readonly offsetMs: number }>(
  actor: Actor,
  pairs: readonly { link: Parameters<typeof segmentOf>[0]; footage: FootageRow }[],
  marks: readonly M[],
): M[] =>
  marks.filter(({ footageId, offsetMs }) => {
    const own = pairs.filter(({ footage }) => footage.id === footageId);
    const row = own[0]?.footage;
    if (!row) return false;
    return (
      !partsOnly(actor, row) ||
      holds(
        stretchesOfLinks(
          row,
          own.map(({ link }) => link),
        ),
        offsetMs / 1000,
      )
    );
  });
