/**
 * The text of a value as it came: trimmed, numbers and booleans written out, the text of an XML element that also has
 * attributes. Undefined for what is empty and for what is no text at all.
 */
export const toText = (value: unknown): string | undefined => {
  if (typeof value === 'string') {
    const text = value.trim();
    return text === '' ? undefined : text;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return toText(value[0]);
  return '_' in value ? toText(value._) : undefined;
};
