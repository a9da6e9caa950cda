import type { System } from '../../core/vocabulary.ts';
import type { FootageRow } from '../../store/footage.ts';
import { type RetentionClass, retentionClassesOf, systemsLinkedTo } from '../../store/keeping.ts';
import type { Db } from '../../store/open.ts';

const dayMs = 86_400_000;
const nothing: ReadonlySet<System> = new Set();

/** How a recording is to be kept. */
export interface Assessment {
  readonly class: RetentionClass;
  /** Epoch ms; null for ever. */
  readonly until: number | null;
}

/** The highest class one of whose systems the recording is linked to, else the highest that asks for none. */
export const classOf = (classes: readonly RetentionClass[], systems: ReadonlySet<System>): RetentionClass => {
  const fits = classes.filter((one) => one.systems.length === 0 || one.systems.some((system) => systems.has(system)));
  const [highest] = [...fits].sort((a, b) => b.rank - a.rank);
  if (highest) return highest;
  // Nobody has to lose a recording because every class asks for something.
  return { name: 'general', label: { zh: '一般', en: 'General' }, days: null, copies: 1, systems: [], rank: 0 };
};

/** How recordings are to be kept, by what they are linked to now. */
export const assess = async (
  db: Db,
  rows: readonly Pick<FootageRow, 'id' | 'endAt'>[],
): Promise<Map<number, Assessment>> => {
  const [classes, systems] = await Promise.all([
    retentionClassesOf(db),
    systemsLinkedTo(
      db,
      rows.map(({ id }) => id),
    ),
  ]);
  return new Map(
    rows.map(({ id, endAt }) => {
      const found = classOf(classes, systems.get(id) ?? nothing);
      return [id, { class: found, until: found.days === null ? null : endAt + found.days * dayMs }];
    }),
  );
};
