import { html, type TemplateResult } from 'lit';

interface JsonLine {
  readonly text: string;
  /** Dotted place of the value that stands or begins here. */
  readonly place: string;
}

/** A value of JSON line by line, each knowing where it stands. */
export const jsonLines = (value: unknown, place = '', indent = '', before = '', after = ''): JsonLine[] => {
  const at = (name: string): string => (place === '' ? name : `${place}.${name}`);
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return [{ text: `${indent}${before}${JSON.stringify(value) ?? '—'}${after}`, place }];
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const entries = Object.entries(value);
  return [
    { text: `${indent}${before}${open}`, place },
    ...entries.flatMap(([name, inner], index) =>
      jsonLines(
        inner,
        at(name),
        `${indent}  `,
        Array.isArray(value) ? '' : `${JSON.stringify(name)}: `,
        index < entries.length - 1 ? ',' : '',
      ),
    ),
    { text: `${indent}${close}${after}`, place },
  ];
};

/** The lines of a value, those at the given places marked. */
export const markedJson = (value: unknown, places: readonly string[] = []): TemplateResult[] => {
  const marked = new Set(places);
  return jsonLines(value).map(({ text, place }) =>
    marked.has(place) ? html`<mark class="misfit">${text}</mark>\n` : html`${text}\n`,
  );
};

/** A text with every occurrence of a value marked. */
export const markedText = (text: string, value: string | undefined): unknown => {
  if (!value || value.length < 2 || !text.includes(value)) return text;
  return text
    .split(value)
    .map((part, index) => (index === 0 ? part : html`<mark class="misfit">${value}</mark>${part}`));
};
