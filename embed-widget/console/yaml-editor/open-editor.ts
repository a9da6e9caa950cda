import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { Compartment, EditorState, type Extension, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { errorSays } from '../error-says.ts';
import { completeBy, explainBy } from './completion.ts';
import type { JsonSchema } from './json-schema.ts';
import { theme } from './theme.ts';

/** One thing wrong in the text; lines and columns count from 1. */
export interface YamlProblem {
  readonly line: number;
  readonly column?: number;
  readonly message: string;
  readonly remedy?: string;
}

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly root: ShadowRoot | Document;
  readonly value: string;
  /** Read aloud as the name of the field. */
  readonly label: string;
  readonly readOnly: boolean;
  /** The text it is shown against, if any. */
  readonly compareWith: string | undefined;
  readonly schema: () => JsonSchema | undefined;
  /** What the engine says in English, in the language of the moment; `$` is a number. */
  readonly phrases: Readonly<Record<string, string>>;
  readonly onChange: (value: string) => void;
}

/** An open editor; `close` before opening another in the same place. */
export interface OpenEditor {
  value(): string;
  /** Replace what differs; the cursor and the undo history stay. */
  setValue(value: string): void;
  setProblems(problems: readonly YamlProblem[]): void;
  setReadOnly(readOnly: boolean): void;
  focusLine(line: number, column?: number): void;
  close(): void;
}

/** Two texts side by side need this much room, in pixels. */
const sideBySideFrom = 760;

const basics = (options: EditorOptions): Extension => [
  spoken(options.phrases),
  lineNumbers(),
  highlightActiveLineGutter(),
  lintGutter(),
  foldGutter(),
  history(),
  drawSelection(),
  indentOnInput(),
  indentUnit.of('  '),
  bracketMatching(),
  closeBrackets(),
  autocompletion({ override: [completeBy(options.schema)], icons: false }),
  explainBy(options.schema),
  highlightActiveLine(),
  // Tab leaves the editor, as from any field: indenting is Ctrl-] and Enter.
  keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...completionKeymap,
    ...lintKeymap,
  ]),
  yaml(),
  EditorView.lineWrapping,
  reachable(options),
  EditorView.updateListener.of((update) => {
    if (update.docChanged) options.onChange(update.state.doc.toString());
  }),
  theme,
];

/** What may not be written in is read by keyboard all the same. */
const reachable = ({ label }: EditorOptions): Extension =>
  EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' });

/** In both texts of a comparison. */
const spoken = (phrases: Readonly<Record<string, string>>): Extension => EditorState.phrases.of({ ...phrases });

const fixed: Extension = [EditorState.readOnly.of(true), EditorView.editable.of(false)];

const diagnosticOf = (doc: Text, { line: number, column, message, remedy }: YamlProblem): Diagnostic => {
  const line = doc.line(Math.min(Math.max(number, 1), doc.lines));
  const from = Math.min(line.from + Math.max((column ?? 1) - 1, 0), line.to);
  const word = /^[^\s,{}[\]]*/.exec(doc.sliceString(from, line.to))?.[0].length ?? 0;
  return {
    from,
    to: Math.min(Math.max(from + word, from + 1), Math.max(line.to, from)),
    severity: 'error',
    message: remedy ? `${errorSays(message)}\n→ ${errorSays(remedy)}` : errorSays(message),
  };
};

/** The smallest replacement that makes one text of the other. */
const changeBetween = (before: string, after: string): { from: number; to: number; insert: string } => {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from++;
  let end = 0;
  const most = Math.min(before.length, after.length) - from;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
};

const build = (options: EditorOptions, writing: Compartment): { view: EditorView; destroy: () => void } => {
  const { parent, root, value, compareWith, readOnly } = options;
  const extensions = [basics(options), writing.of(readOnly ? fixed : [])];
  if (compareWith !== undefined && parent.clientWidth >= sideBySideFrom) {
    const merge = new MergeView({
      a: {
        doc: compareWith,
        extensions: [
          spoken(options.phrases),
          lineNumbers(),
          yaml(),
          EditorView.lineWrapping,
          theme,
          fixed,
          reachable(options),
        ],
      },
      b: { doc: value, extensions },
      parent,
      root,
      gutter: true,
      collapseUnchanged: { margin: 4, minSize: 8 },
    });
    return { view: merge.b, destroy: () => merge.destroy() };
  }
  const against =
    compareWith === undefined
      ? []
      : [
          unifiedMergeView({
            original: compareWith,
            mergeControls: false,
            collapseUnchanged: { margin: 4, minSize: 8 },
          }),
        ];
  const view = new EditorView({ doc: value, extensions: [extensions, against], parent, root });
  return { view, destroy: () => view.destroy() };
};

/** Open an editor for YAML in a place of the page. */
export const openEditor = (options: EditorOptions): OpenEditor => {
  const writing = new Compartment();
  const { view, destroy } = build(options, writing);
  return {
    value: () => view.state.doc.toString(),
    setValue(value) {
      const before = view.state.doc.toString();
      if (value !== before) view.dispatch({ changes: changeBetween(before, value) });
    },
    setProblems(problems) {
      const { doc } = view.state;
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map((problem) => diagnosticOf(doc, problem)).sort((a, b) => a.from - b.from),
        ),
      );
    },
    setReadOnly: (readOnly) => view.dispatch({ effects: writing.reconfigure(readOnly ? fixed : []) }),
    focusLine(number, column = 1) {
      const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
      const anchor = Math.min(line.from + column - 1, line.to);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
    close: destroy,
  };
};
