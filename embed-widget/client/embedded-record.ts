import { askEmbeddedAtOnce } from './ask-at-once.ts';
import type { Playback } from './embed.ts';
import type { LinkItem } from './link.ts';
import type { Mark } from './mark.ts';
import type { Milestone, RecordItem } from './record.ts';

/** A record with its links, as a business system's page may see it. */
export interface EmbeddedRecord {
  readonly record: RecordItem & { readonly milestones?: readonly Milestone[] };
  readonly links: readonly LinkItem[];
  /** Places people marked in the clips of this record. */
  readonly marks?: readonly Mark[];
  /** Why there is nothing to see, when there is nothing. */
  readonly diagnosis?: readonly {
    readonly code: string;
    readonly text: { readonly zh: string; readonly en: string };
  }[];
}

const underWay = new Map<string, Promise<EmbeddedRecord>>();

/** Read a record. Who asks while another waits for the same gets the same answer. @throws Problem */
export const readEmbedded = (playback: Playback, system: string, record: string): Promise<EmbeddedRecord> => {
  const path = `/records/${encodeURIComponent(system)}/${encodeURIComponent(record)}`;
  const key = [playback.hub, playback.token, path].join(' ');
  const asked =
    underWay.get(key) ?? askEmbeddedAtOnce<EmbeddedRecord>(playback, path).finally(() => underWay.delete(key));
  underWay.set(key, asked);
  return asked;
};
