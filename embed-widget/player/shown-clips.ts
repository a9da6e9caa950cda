import type { LinkItem } from '../client/link.ts';
import type { Clip } from './clip.ts';
import { clipAt, type Lane, lanesOf } from './event-clock.ts';
import type { MomentChosen } from './footage-timeline.ts';

/** Where a touch of the timeline leads: a link, and the moment to show of it. */
export interface Destination {
  readonly link: LinkItem;
  readonly moment: number;
}

/** Clips and lanes of the links that are shown: the same object for the same facts, so that a refresh disturbs nothing. */
export class ShownClips {
  readonly #clips = new Map<string, Clip>();
  #links: readonly LinkItem[] = [];
  #lanes: readonly Lane[] = [];

  /** @param at seconds to open at, when not at the linked part */
  clipOf(link: LinkItem, at: number | undefined): Clip {
    const key = JSON.stringify([link.footage, link.segment, at]);
    const known = this.#clips.get(key);
    if (known) return known;
    const segment = { from: link.segment.startSeconds, to: link.segment.endSeconds };
    const clip = { footage: link.footage, segment, ...(at === undefined ? {} : { at }) };
    this.#clips.set(key, clip);
    return clip;
  }

  lanesOf(links: readonly LinkItem[]): readonly Lane[] {
    if (this.#links !== links) this.#lanes = lanesOf(links);
    this.#links = links;
    return this.#lanes;
  }

  /**
   * A lane that was touched comes to the front, with its nearest clip where it has a gap. A milestone leaves the camera
   * as it is where that one saw it, else shows one that did.
   *
   * @param chosen id of the link that is shown now
   */
  destinationOf({ moment, lane }: MomentChosen, chosen: number): Destination | undefined {
    const own = this.#lanes.find(({ clips }) => clips.some(({ links }) => links.some(({ id }) => id === chosen)));
    const asked = lane ? [lane] : [...(own ? [own] : []), ...this.#lanes];
    const link = asked.flatMap((one) => clipAt(one, moment) ?? [])[0]?.links[0];
    if (link) return { link, moment };
    const near = lane?.clips.find(({ to }) => to > moment) ?? lane?.clips.at(-1);
    const nearLink = near?.links[0];
    return near && nearLink && { link: nearLink, moment: near.linked[0]?.from ?? near.from };
  }
}
