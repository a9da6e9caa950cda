/** What is known when somebody says for the first time what a source brings. */
export interface Known {
  /** Systems of the mappings that the chosen connector has already. */
  readonly ofConnector: readonly (string | undefined)[];
  /** The name and the title that were typed. */
  readonly named: string;
  /** Names of fields in the sample. */
  readonly fields: readonly string[];
}

/** How each system speaks of itself and of its fields. */
const signs: Readonly<Record<string, { readonly named: RegExp; readonly field: RegExp }>> = {
  dispatch: {
    named: /接处?警|三台|警情|110|dispatch|call/i,
    field: /^(jjd|cjd|pjd|fkd|jjbh|cjbh|bjr|jqlb)|接警|出警|处警|报警/i,
  },
  case: { named: /案件|警综|case/i, field: /^(aj(bh|mc|lb|lx)|anjian)|案件/i },
  incident: { named: /案事件|巡|盘查|事件|incident|patrol/i, field: /^(sj(bh|mc|lb)|asj)|事件/i },
  intelligence: {
    named: /情报|预警|线索|布控|intelligence|warning|clue/i,
    field: /^(yj(bh|xx|lb)|xs(bh|lb)|bk)|预警|线索|布控/i,
  },
  traffic: {
    named: /交通|交警|六合一|违法停车|事故|traffic|tmri/i,
    field: /^(hphm|hpzl|wfxw|wfsj|jdsbh|sgbh)|号牌|违法行为|事故/i,
  },
};

const only = (found: readonly string[]): string | undefined => (found.length === 1 ? found[0] : undefined);

/**
 * The system that a new source most likely belongs to. What it was called counts first, then a connector that only one
 * system speaks, then its fields; undefined where they do not speak for exactly one, so that a person is asked.
 */
export const guessSystem = ({ ofConnector, named, fields }: Known): string | undefined => {
  const systems = Object.keys(signs);
  // 案事件 is no case, though it holds the word.
  const called = systems.filter((system) =>
    signs[system]?.named.test(system === 'case' ? named.replaceAll('案事件', '') : named),
  );
  const spoken = [...new Set(ofConnector.filter((system) => system !== undefined))];
  const held = systems.filter((system) => fields.some((field) => signs[system]?.field.test(field)));
  return only(called) ?? only(spoken) ?? only(held);
};
