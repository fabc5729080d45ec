import { Alert, Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { CodeEditor } from '../../ui/code-editor/code-editor.tsx';
import type { CodeFault } from '../../ui/code-editor/code-fault.ts';
import { useEditor, useEditorStore } from '../store/editor-context.ts';
import classes from './json-view.module.css';
import { messages } from './messages.ts';
import { readDocument } from './read-document.ts';
import { writeDocument } from './write-document.ts';

/** The same document as text. What is typed is in the drawing at once, as soon as it is JSON. */
export function JsonView() {
  const store = useEditorStore();
  const document = useEditor(state => state.document);
  const broken = useEditor(state => state.text);
  const { setText } = store.getState();
  // What was typed stays as it was typed, as long as the document still says the same.
  const [typed, setTyped] = useState<{ text: string; document: object }>();
  const written = useMemo(() => writeDocument(document), [document]);
  const text = broken ?? (typed?.document === document ? typed.text : written);

  const onChange = useCallback(
    (next: string) => {
      const read = readDocument(next);
      if ('fault' in read) return store.getState().setText(next);
      store.getState().setText(undefined);
      if (next === writeDocument(store.getState().document)) return;
      store.getState().replace(read.document, 'json');
      setTyped({ text: next, document: store.getState().document });
    },
    [store],
  );
  const read = broken === undefined ? undefined : readDocument(broken);
  return (
    <div className={classes['view']}>
      {read && 'fault' in read && (
        <Alert color="red" variant="light" role="status" title={read.fault}>
          {messages.kept}{' '}
          <Button variant="default" size="compact-xs" onClick={() => setText(undefined)}>
            {messages.drop}
          </Button>
        </Alert>
      )}
      <div className={classes['editor']}>
        <CodeEditor label={messages.label} language="json" value={text} onChange={onChange} check={faultsIn} />
      </div>
    </div>
  );
}

function faultsIn(text: string): CodeFault[] {
  const read = readDocument(text);
  return 'fault' in read ? [{ position: read.position, message: read.fault }] : [];
}
