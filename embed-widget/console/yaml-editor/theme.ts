import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Drawn by the console's own tokens, so that light and dark need nothing of their own here. */
const surface = EditorView.theme({
  '&': { height: '100%', color: 'var(--hub-text)', backgroundColor: 'var(--hub-surface)', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--hub-mono)', lineHeight: '1.65', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--hub-accent)', paddingBlock: '8px' },
  '.cm-cursor': { borderLeftColor: 'var(--hub-accent)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--hub-surface)', color: 'var(--hub-text-3)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--hub-sunken) 55%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--hub-sunken)', color: 'var(--hub-text-2)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--hub-accent-soft)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--hub-accent-soft)',
    outline: '1px solid var(--hub-accent)',
  },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--hub-sunken)',
    borderColor: 'var(--hub-line-strong)',
    color: 'var(--hub-text-2)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--hub-raised)',
    color: 'var(--hub-text)',
    border: '1px solid var(--hub-line-strong)',
    borderRadius: '6px',
    boxShadow: 'var(--hub-shadow)',
    fontFamily: 'var(--hub-font)',
    maxWidth: 'min(420px, 84vw)',
  },
  '.cm-tooltip .explain, .cm-completionInfo': { padding: '6px 10px', lineHeight: '1.5' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--hub-mono)', maxHeight: '15em' },
  '.cm-tooltip-autocomplete ul li': { paddingBlock: '2px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--hub-accent)',
    color: 'var(--hub-on-accent)',
  },
  '.cm-completionDetail': { color: 'var(--hub-bad)', fontStyle: 'normal' },
  '.cm-diagnostic': { borderLeftWidth: '3px', padding: '5px 10px', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--hub-bad)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--hub-bad)' },
  '.cm-deletedChunk, .cm-deletedLine': { backgroundColor: 'var(--hub-bad-soft) !important' },
  '.cm-insertedLine, .cm-changedLine': { backgroundColor: 'var(--hub-good-soft) !important' },
  '.cm-changedText': { background: 'var(--hub-good-soft) !important', textDecoration: 'underline 2px var(--hub-good)' },
  '.cm-deletedText, .cm-deletedChunk .cm-deletedText': {
    background: 'var(--hub-bad-soft) !important',
    textDecoration: 'line-through var(--hub-bad)',
  },
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--hub-bad-soft) !important' },
  '&.cm-merge-a .cm-changedText': {
    background: 'var(--hub-bad-soft) !important',
    textDecoration: 'underline 2px var(--hub-bad)',
  },
  '.cm-changedLineGutter': { backgroundColor: 'var(--hub-good)' },
  '.cm-deletedLineGutter, &.cm-merge-a .cm-changedLineGutter': { backgroundColor: 'var(--hub-bad)' },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"⋯"' },
  '.cm-collapsedLines': {
    background: 'var(--hub-sunken)',
    color: 'var(--hub-text-2)',
    fontFamily: 'var(--hub-font)',
  },
});

const words = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--hub-accent)' },
  { tag: tags.string, color: 'var(--hub-good)' },
  { tag: [tags.content, tags.literal], color: 'var(--hub-text)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--hub-text-3)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--hub-text-3)' },
  { tag: [tags.labelName, tags.typeName, tags.meta, tags.keyword], color: 'var(--hub-warn)' },
]);

export const theme: Extension = [surface, syntaxHighlighting(words)];
