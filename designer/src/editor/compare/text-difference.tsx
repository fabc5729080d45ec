import { unifiedMergeView } from '@codemirror/merge';
import { EditorState, EditorView } from '@uiw/react-codemirror';
import { useEffect, useRef } from 'react';
import { codeTheme } from '../../ui/code-editor/code-theme.ts';
import { languageExtension } from '../../ui/code-editor/languages.ts';
import classes from './comparison-view.module.css';

/** A text with what was taken out and put in, line by line. Load it lazily. */
export function TextDifference({ label, before, after }: { label: string; before: string; after: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const view = new EditorView({
      parent: place.current,
      doc: after,
      extensions: [
        codeTheme,
        languageExtension('jsonata'),
        EditorView.lineWrapping,
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 2, minSize: 6 } }),
      ],
    });
    return () => view.destroy();
  }, [label, before, after]);
  return <div ref={place} className={classes['text']} />;
}
