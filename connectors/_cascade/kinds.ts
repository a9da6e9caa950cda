/** What a lower platform uploads: calls (警情), units sent (处警), cases, parking and force tickets (违停, 强制措施). */
export const kinds = ['ps', 'hs', 'cm', 'wtpz', 'qzcs'] as const;
export type Kind = (typeof kinds)[number];

/** The one member of the document of each kind, which holds the list. */
export const listNames: Readonly<Record<Kind, string>> = {
  ps: 'jj',
  hs: 'cj',
  cm: 'aj',
  wtpz: 'wtpz',
  qzcs: 'qzcs',
};

export const basePath = '/openapi/levam/platform';

/** `/upload/ps/basic/info`, with or without what stands before it. */
export const kindOfPath = (path: string): Kind | undefined => {
  const own = path.startsWith(basePath) ? path.slice(basePath.length) : path;
  const [, name = ''] = /^\/upload\/([a-z]+)\/basic\/info\/?$/.exec(own) ?? [];
  return kinds.find((kind) => kind === name);
};
