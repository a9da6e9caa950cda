/** The value at a dotted path, where names match in any case: upstream spellings differ between releases. */
export const valueAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, name) => {
    if (typeof at !== 'object' || at === null) return undefined;
    if (name in at) return (at as Record<string, unknown>)[name];
    const found = Object.keys(at).find((key) => key.toLowerCase() === name.toLowerCase());
    return found === undefined ? undefined : (at as Record<string, unknown>)[found];
  }, value);
