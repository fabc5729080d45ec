import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { EditorView } from '@uiw/react-codemirror';

/** Looks like the other inputs, in light and dark. */
export const codeTheme = [
  EditorView.theme({
    '&': { backgroundColor: 'var(--surface)', color: 'var(--mantine-color-text)', fontSize: '12px' },
    '&.cm-focused': { outline: 'none' },
    '.cm-content': { fontFamily: 'var(--mantine-font-family-monospace)', padding: '5px 44px 5px 2px' },
    '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.5' },
    '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
    '.cm-gutters': {
      backgroundColor: 'var(--surface-sunken)',
      color: 'var(--mantine-color-dimmed)',
      border: 'none',
    },
    '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'var(--mantine-primary-color-light-hover) !important',
    },
    '.cm-placeholder': { color: 'var(--mantine-color-placeholder)' },
    '.cm-tooltip': {
      backgroundColor: 'var(--surface)',
      color: 'var(--mantine-color-text)',
      border: '1px solid var(--line)',
      maxWidth: '420px',
    },
    '.cm-tooltip-autocomplete > ul': {
      fontFamily: 'var(--mantine-font-family-monospace)',
      fontSize: '12px',
      minWidth: '220px',
    },
    '.cm-tooltip-autocomplete > ul > li': {
      display: 'flex',
      justifyContent: 'space-between',
      gap: '12px',
      padding: '2px 8px !important',
    },
    '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      backgroundColor: 'var(--mantine-primary-color-light) !important',
      color: 'var(--mantine-color-text) !important',
    },
    '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
    '.cm-completionDetail': { fontStyle: 'normal', color: 'var(--mantine-color-dimmed)' },
    '.cm-completionInfo': { padding: '6px 8px', fontSize: '12px' },
    '.cm-diagnostic-warning': { borderLeftColor: 'var(--tint-text-yellow)' },
    '.cm-diagnosticSource': { color: 'var(--mantine-color-dimmed)', opacity: '1' },
    '.cm-diagnosticAction': {
      backgroundColor: 'var(--mantine-primary-color-filled)',
      color: 'var(--mantine-primary-color-contrast)',
      borderRadius: 'var(--mantine-radius-sm)',
    },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.string, color: 'var(--mantine-color-success-text)' },
      { tag: [tags.number, tags.bool, tags.null], color: 'var(--tint-text-orange)' },
      { tag: tags.keyword, color: 'var(--mantine-color-grape-text)' },
      { tag: [tags.propertyName, tags.variableName], color: 'var(--mantine-color-indigo-text)' },
      { tag: tags.bracket, color: 'var(--mantine-color-grape-text)', fontWeight: '600' },
      { tag: tags.comment, color: 'var(--mantine-color-dimmed)', fontStyle: 'italic' },
    ]),
  ),
];
