import { askEmbedded, type Playback } from './embed.ts';

/** How much footage a record has: linked clips, their seconds, and pairs that wait for a person. */
export interface BadgeCount {
  readonly externalId: string;
  readonly count: number;
  readonly seconds: number;
  readonly review: number;
}

export const readBadges = async (
  playback: Playback,
  system: string,
  records: readonly string[],
): Promise<readonly BadgeCount[]> =>
  (
    await askEmbedded<{ items: BadgeCount[] }>(
      playback,
      `/badges?system=${encodeURIComponent(system)}&records=${records.map(encodeURIComponent).join(',')}`,
    )
  ).items;
