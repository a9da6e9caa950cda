import { putLinkTexts } from '../../store/link-rows.ts';
import { confirmedBeyondClip } from '../../store/links.ts';
import type { Db } from '../../store/open.ts';
import { tellTexts } from '../../store/outbox.ts';

/** Statements, and whose rows they change. */
export interface Narrowed {
  readonly statements: readonly string[];
  readonly recordIds: readonly number[];
  readonly footageIds: readonly number[];
}

/**
 * What a person confirmed stays within the clip: of one that was sent again shorter, what is left of it, else the whole.
 * The decision stands.
 */
export const narrowConfirmed = async (db: Db, footageIds: readonly number[]): Promise<Narrowed> => {
  const rows = footageIds.length === 0 ? [] : await confirmedBeyondClip(db, footageIds);
  const changed = rows.map(({ link: { id: _, createdAt, changedAt, version, ...content }, start, end }) => {
    const [from, to] = [Math.max(content.segmentStart, start), Math.min(content.segmentEnd, end)];
    const isLeft = from < to;
    return {
      content: { ...content, segmentStart: isLeft ? from : start, segmentEnd: isLeft ? to : end },
      version: version + 1,
    };
  });
  return {
    statements: [
      ...putLinkTexts(changed),
      ...tellTexts(
        changed.map(({ content: { recordId, footageId } }) => ({
          name: 'links.changed',
          data: { recordId, footageIds: [footageId] },
        })),
      ),
    ],
    recordIds: changed.map(({ content }) => content.recordId),
    footageIds: changed.map(({ content }) => content.footageId),
  };
};
