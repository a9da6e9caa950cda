/** Operations of the three families of endpoints and their parameters, in the order in which Axis wants them. */
export const families = ['old', 'new', 'rm'] as const;
export type Family = (typeof families)[number];

const short = ['xtlb', 'jkxlh', 'jkid', 'UTF8XmlDoc'] as const;

interface Signature {
  /** The operation for queries unless another is set. */
  query: string;
  operations: Readonly<Record<string, readonly string[]>>;
}

export const signatures: Readonly<Record<Family, Signature>> = {
  old: { query: 'queryObjectOut', operations: { queryObjectOut: short } },
  new: {
    query: 'queryObjectOutNew',
    operations: {
      // dwmc and dwjgdm change places between the two.
      queryObjectOut: ['xtlb', 'jkxlh', 'jkid', 'yhbz', 'dwmc', 'dwjgdm', 'yhxm', 'zdbs', 'UTF8XmlDoc'],
      queryObjectOutNew: ['xtlb', 'jkxlh', 'jkid', 'cjsqbh', 'dwjgdm', 'dwmc', 'yhbz', 'yhxm', 'zdbs', 'UTF8XmlDoc'],
    },
  },
  rm: { query: 'queryObjectOut', operations: { queryObjectOut: short } },
};
