import { acceptCompletion, autocompletion, completionStatus } from '@codemirror/autocomplete';
import { type Diagnostic, linter } from '@codemirror/lint';
import CodeMirror, { EditorView, keymap } from '@uiw/react-codemirror';
import { useMemo } from 'react';
import type { CodeFault } from './code-fault.ts';
import { codeTheme } from './code-theme.ts';
import { type Complete, completionSource } from './completion.ts';
import { languageExtension, type LanguageName } from './languages.ts';

export interface CodeEditorProps {
  /** Said to screen readers. */
  label: string;
  language: LanguageName;
  value: string;
  /** Left out: the text can be read and copied only. */
  onChange?: ((text: string) => void) | undefined;
  /** What is wrong with the text; must be the same function from one drawing to the next. */
  check?: ((text: string) => CodeFault[]) | undefined;
  /** What can stand at the caret; must be the same function from one drawing to the next. */
  complete?: Complete | undefined;
  placeholder?: string;
  /** CSS lengths. */
  minHeight?: string;
  maxHeight?: string;
  autoFocus?: boolean;
  /** Offset of the caret to begin with. */
  caret?: number;
  onReady?: (editor: CodeEditorHandle) => void;
}

/** What can be done with an editor from outside. */
export interface CodeEditorHandle {
  /** Where the caret is: an offset from 0. */
  caret(): number;
  /** Writes in the place of what is selected, and gives the editor the focus. */
  insert(text: string): void;
}

/** A text with colours, faults at their places, and find and replace. Load it lazily. */
export function CodeEditor(props: CodeEditorProps) {
  const {
    label,
    language,
    value,
    onChange,
    check,
    complete,
    placeholder,
    minHeight,
    maxHeight,
    autoFocus,
    caret,
    onReady,
  } = props;
  const isReadOnly = onChange === undefined;
  const extensions = useMemo(
    () => [
      codeTheme,
      languageExtension(language),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        'aria-label': label,
        tabindex: '0',
        // A dialog puts the focus where it finds this.
        ...(autoFocus ? { 'data-autofocus': 'true' } : {}),
      }),
      ...(check ? [linter(view => diagnostics(view, check), { delay: 250 })] : []),
      ...(complete ? completion(complete) : []),
    ],
    [label, language, check, complete, isReadOnly, autoFocus],
  );
  return (
    <CodeMirror
      value={value}
      {...(onChange ? { onChange } : {})}
      editable={!isReadOnly}
      extensions={extensions}
      theme="none"
      placeholder={placeholder ?? ''}
      minHeight={minHeight ?? ''}
      maxHeight={maxHeight ?? ''}
      autoFocus={autoFocus ?? false}
      onCreateEditor={view => onReady?.(handleOf(view))}
      selection={{ anchor: Math.min(caret ?? 0, value.length) }}
      // Tab goes on to the next field: the keyboard must find its way out.
      indentWithTab={false}
      basicSetup={{
        lineNumbers: value.includes('\n'),
        foldGutter: false,
        highlightActiveLine: false,
        autocompletion: false,
      }}
    />
  );
}

function handleOf(view: EditorView): CodeEditorHandle {
  return {
    caret: () => view.state.selection.main.from,
    insert(text) {
      view.dispatch(view.state.replaceSelection(text), { userEvent: 'input', scrollIntoView: true });
      view.focus();
    },
  };
}

function completion(complete: Complete) {
  return [
    autocompletion({ override: [completionSource(complete)], icons: false }),
    keymap.of([{ key: 'Tab', run: acceptCompletion }]),
    // Escape closes the list first, and only then the dialog around.
    EditorView.contentAttributes.of(({ state }) =>
      completionStatus(state) === 'active' ? { 'data-mantine-stop-propagation': 'true' } : null,
    ),
  ];
}

function diagnostics(view: EditorView, check: (text: string) => CodeFault[]): Diagnostic[] {
  const text = view.state.doc.toString();
  return check(text).map(({ position, end = position + 1, severity = 'error', message, source, fix }) => {
    const from = Math.min(position, text.length);
    // A fault at the end marks the last character, or it would not be seen.
    const start = from === text.length ? Math.max(from - 1, 0) : from;
    return {
      from: start,
      to: Math.min(Math.max(end, start + 1), text.length),
      severity,
      message,
      ...(source === undefined ? {} : { source }),
      ...(fix ? { actions: [{ name: fix.title, apply: editor => mend(editor, fix) }] } : {}),
    };
  });
}

function mend(view: EditorView, { edits }: NonNullable<CodeFault['fix']>): void {
  view.dispatch({ changes: edits.map(({ start, end, text }) => ({ from: start, to: end, insert: text })) });
  view.focus();
}
