type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined | null> };

/** The members that were given. Optional members that are present and undefined are no members to a strict type. */
export const given = <T extends object>(members: T): Given<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null)) as Given<T>;
