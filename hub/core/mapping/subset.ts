const shown = (value: unknown): string => {
  const text = value === undefined ? 'absent' : (JSON.stringify(value) ?? String(value));
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
};

/**
 * Where `actual` lacks something of `expected`: objects may have more members, lists must have the same length, null says
 * "must be absent". Empty when all is there.
 */
export const differences = (expected: unknown, actual: unknown, path = ''): string[] => {
  const here = path === '' ? 'the row' : path;
  if (expected === null) return actual === undefined ? [] : [`${here}: expected to be absent, is ${shown(actual)}`];
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${here}: expected a list, is ${shown(actual)}`];
    if (actual.length !== expected.length) {
      return [`${here}: expected ${expected.length} items, has ${actual.length}: ${shown(actual)}`];
    }
    return expected.flatMap((each, index) => differences(each, actual[index], `${path}[${index}]`));
  }
  if (typeof expected === 'object') {
    if (typeof actual !== 'object' || actual === null) return [`${here}: expected an object, is ${shown(actual)}`];
    return Object.entries(expected).flatMap(([key, each]) =>
      differences(each, (actual as Record<string, unknown>)[key], path === '' ? key : `${path}.${key}`),
    );
  }
  if (Object.is(expected, actual)) return [];
  const hint = typeof expected === 'number' && String(expected) === actual ? ' (write it in quotes)' : '';
  return [`${here}: expected ${shown(expected)}, is ${shown(actual)}${hint}`];
};
