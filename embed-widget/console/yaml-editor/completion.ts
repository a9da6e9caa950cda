import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import { type JsonSchema, keysOf, type Proposal, schemasAt, valuesOf } from './json-schema.ts';
import { topScalars, yamlPlaceAt } from './yaml-place.ts';

const optionOf = (proposal: Proposal, type: 'property' | 'enum', apply: string): Completion => ({
  label: proposal.label,
  type,
  apply,
  ...(proposal.required ? { boost: 1, detail: '*' } : {}),
  ...(proposal.description === undefined ? {} : { info: proposal.description }),
});

/** Proposes the keys and the words that the schema allows where the cursor stands. */
export const completeBy =
  (schemaNow: () => JsonSchema | undefined): CompletionSource =>
  (context: CompletionContext): CompletionResult | null => {
    const schema = schemaNow();
    if (!schema) return null;
    const text = context.state.doc.toString();
    const place = yamlPlaceAt(text, context.pos);
    if (!context.explicit && place.from === context.pos) return null;
    const said = topScalars(text);
    const whole = { from: place.from, validFor: /^[\w-]*$/ };
    if (place.key !== undefined) {
      const values = valuesOf(schemasAt(schema, [...place.path, place.key], said));
      if (values.length === 0) return null;
      return { ...whole, options: values.map((value) => optionOf(value, 'enum', value.label)) };
    }
    const schemas = schemasAt(schema, place.path, said);
    const keys = keysOf(schema, schemas).filter(({ label }) => !place.siblings.has(label));
    const words = valuesOf(schemas);
    const options = [
      ...keys.map((key) => optionOf(key, 'property', `${key.label}: `)),
      ...words.map((word) => optionOf(word, 'enum', word.label)),
    ];
    return options.length === 0 ? null : { ...whole, options };
  };

/** Says what a key means when the pointer rests on it. */
export const explainBy = (schemaNow: () => JsonSchema | undefined) =>
  hoverTooltip((view: EditorView, position) => {
    const schema = schemaNow();
    const line = view.state.doc.lineAt(position);
    const word = [...line.text.matchAll(/[\w-]+(?=\s*:)/g)].find(
      ({ index, 0: name }) => line.from + index <= position && position <= line.from + index + name.length,
    );
    if (!schema || !word) return null;
    const text = view.state.doc.toString();
    const from = line.from + word.index;
    const place = yamlPlaceAt(text, from);
    const found = schemasAt(schema, [...place.path, word[0]], topScalars(text)).find(({ description }) => description);
    if (!found?.description) return null;
    const dom = document.createElement('div');
    dom.className = 'explain';
    dom.textContent = found.description;
    return { pos: from, end: from + word[0].length, above: true, create: () => ({ dom }) };
  });
