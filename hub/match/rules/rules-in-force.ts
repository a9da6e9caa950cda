import { latestRulesId, rulesById } from '../../store/match-rules.ts';
import type { Db, Store } from '../../store/open.ts';
import { parseRules, type Rules } from './rules.ts';

/** The match rules everybody matches by just now. */
export interface RulesInForce {
  /** The rules of the file, which hold as long as nothing was published. */
  readonly standard: Rules;
  /**
   * The rules last published, in whichever process, or those of the file. Asks the store every time, by one key, and
   * reads and checks the text only when there is a newer one.
   *
   * @throws RetriableError when the store is away; ConfigurationError when what was published cannot be read by this
   *   version of the hub
   */
  current(): Promise<Rules>;
  /**
   * Do something by the rules in force, again from the beginning if others were published meanwhile: whatever ends after
   * a publication was done by its rules.
   */
  by<T>(run: (rules: Rules) => Promise<T>): Promise<T>;
}

export const openRulesInForce = (store: Pick<Store, 'db'>, standard: Rules): RulesInForce => {
  let known: { id: number; rules: Rules } = { id: 0, rules: standard };

  const read = async (db: Db): Promise<{ id: number; rules: Rules }> => {
    const id = await latestRulesId(db);
    if (id !== known.id) {
      const row = id === 0 ? undefined : await rulesById(db, id);
      known = { id, rules: row === undefined ? standard : parseRules(row.yaml, `published rules ${id}`) };
    }
    return known;
  };

  return {
    standard,
    current: async () => (await read(store.db)).rules,
    async by(run) {
      for (;;) {
        const { id, rules } = await read(store.db);
        const result = await run(rules);
        if ((await latestRulesId(store.db)) === id) return result;
      }
    },
  };
};
