import type { LinkItem } from '../client/link.ts';
import { readTimecode } from './timecode.ts';

/** The clip a record opens with, and the second when it is not the beginning of its linked part. */
export interface Opening {
  readonly link: LinkItem;
  readonly at: number | undefined;
}

/** Where the page's address points at, else the surest clip. @param hash of the page's address */
export const openingOfRecord = (links: readonly LinkItem[], hash: string): Opening | undefined => {
  const asked = readTimecode(hash);
  const pointed = links.find(({ footage }) => footage.id === asked?.footageId);
  const link = pointed ?? links[0];
  return link && { link, at: pointed && asked?.seconds };
};
