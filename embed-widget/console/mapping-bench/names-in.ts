import type { SampleMessage } from '../../client/trial.ts';

const mostRead = 50_000;

/** Names of fields in messages of any kind, read by their looks: of JSON what stands before a colon, of XML the elements. */
export const namesIn = (messages: readonly SampleMessage[]): string[] => {
  const names = messages.flatMap(({ text = '' }) => {
    const begin = text.slice(0, mostRead);
    const found = begin.trimStart().startsWith('<')
      ? begin.matchAll(/<([^\s<>/?!]+)/g)
      : begin.matchAll(/"([^"\\]{1,60})"\s*:/g);
    return [...found].map(([, name = '']) => name);
  });
  return [...new Set(names)];
};
