import { askEmbedded, type Playback } from './embed.ts';
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

export const readEmbedded = (playback: Playback, system: string, record: string): Promise<EmbeddedRecord> =>
  askEmbedded(playback, `/records/${encodeURIComponent(system)}/${encodeURIComponent(record)}`);
