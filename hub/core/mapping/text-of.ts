/** Whether trimming may change a text that begins or ends with this sign. Chinese lies behind all blanks but one. */
const mayBeBlank = (code: number): boolean => code <= 0x20 || (code >= 0xa0 && code <= 0x3000) || code === 0xfeff;

const trimmed = (text: string): string | undefined => {
  const { length } = text;
  if (length === 0) return undefined;
  if (!mayBeBlank(text.charCodeAt(0)) && !mayBeBlank(text.charCodeAt(length - 1))) return text;
  return text.trim() || undefined;
};

/**
 * The text of a value as it came: trimmed, numbers and booleans written out, the text of an XML element that also has
 * attributes. Undefined for what is empty and for what is no text at all.
 */
export const toText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return trimmed(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return toText(value[0]);
  return '_' in value ? toText(value._) : undefined;
};
