/** Written times are in the zone of the country's systems. */
const zone = '+08:00';

const unit = (text: string): [from: number, to: number] | undefined => {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?)?)?$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const from = Date.parse(
    `${year}-${month ?? '01'}-${day ?? '01'}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}${zone}`,
  );
  if (Number.isNaN(from)) return undefined;
  if (second) return [from, from + 1_000];
  if (minute) return [from, from + 60_000];
  if (day) return [from, from + 86_400_000];
  const next = month ? [Number(year) + (month === '12' ? 1 : 0), (Number(month) % 12) + 1] : [Number(year) + 1, 1];
  return [from, Date.parse(`${next[0]}-${String(next[1]).padStart(2, '0')}-01T00:00:00${zone}`)];
};

/**
 * The span a written time means: a day, a minute, a month, or `from..to` with both ends included.
 *
 * @param operator `=`, `>`, `>=`, `<`, `<=`
 * @returns epoch ms, `to` excluded; undefined when it is no time
 */
export const timeRange = (text: string, operator: string): { from?: number; to?: number } | undefined => {
  const [first, last, rest] = text.split('..');
  if (rest !== undefined) return undefined;
  const from = first ? unit(first) : undefined;
  const to = last ? unit(last) : undefined;
  if ((first && !from) || (last && !to)) return undefined;
  if (last !== undefined) return { ...(from ? { from: from[0] } : {}), ...(to ? { to: to[1] } : {}) };
  if (!from) return undefined;
  switch (operator) {
    case '>':
      return { from: from[1] };
    case '>=':
      return { from: from[0] };
    case '<':
      return { to: from[0] };
    case '<=':
      return { to: from[1] };
    default:
      return { from: from[0], to: from[1] };
  }
};
