/** Operations of the three families of endpoints and their parameters, in the order in which Axis wants them. */
export const families = ['old', 'new', 'rm'] as const;
export type Family = (typeof families)[number];

const short = ['xtlb', 'jkxlh', 'jkid', 'UTF8XmlDoc'] as const;
const withCaller = ['xtlb', 'jkxlh', 'jkid', 'yhbz', 'dwmc', 'dwjgdm', 'yhxm', 'zdbs', 'UTF8XmlDoc'] as const;
/** dwmc and dwjgdm change places. For writes this order is taken over from queries. */
const withScene = ['xtlb', 'jkxlh', 'jkid', 'cjsqbh', 'dwjgdm', 'dwmc', 'yhbz', 'yhxm', 'zdbs', 'UTF8XmlDoc'] as const;

interface Signature {
  /** The operation for queries unless another is set. */
  query: string;
  /** The operation for writes unless another is set. */
  write: string;
  operations: Readonly<Record<string, readonly string[]>>;
}

const shortOperations = { queryObjectOut: short, writeObjectOut: short } as const;

export const signatures: Readonly<Record<Family, Signature>> = {
  old: { query: 'queryObjectOut', write: 'writeObjectOut', operations: shortOperations },
  new: {
    query: 'queryObjectOutNew',
    write: 'writeObjectOutNew',
    operations: {
      queryObjectOut: withCaller,
      writeObjectOut: withCaller,
      queryObjectOutNew: withScene,
      writeObjectOutNew: withScene,
    },
  },
  rm: { query: 'queryObjectOut', write: 'writeObjectOut', operations: shortOperations },
};
