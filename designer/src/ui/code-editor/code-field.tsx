import { ActionIcon, Modal, Textarea } from '@mantine/core';
import { IconArrowsMaximize } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { CodeEditorProps } from './code-editor.tsx';
import classes from './code-field.module.css';

const CodeEditor = lazy(async () => {
  const { CodeEditor: loaded } = await import('./code-editor.tsx');
  return { default: loaded };
});

type CodeKeys = 'label' | 'language' | 'value' | 'check' | 'complete' | 'placeholder';

interface CodeFieldProps extends Pick<CodeEditorProps, CodeKeys> {
  onChange: (text: string) => void;
  isInvalid: boolean;
  /** Lines that are shown at least. */
  lines?: number;
  expandLabel: string;
  /** The first field of its dialog to be written in. */
  isFirst?: boolean;
  onBlur?: () => void;
  /** What stands in the large window in place of the bare editor, such as one with help around it. */
  large?: ReactNode | undefined;
  /** Small buttons beside the one that opens it. */
  tools?: ReactNode | undefined;
}

/** A plain text area until someone writes in it, so that forms with many of them open fast; then a code editor. */
export function CodeField(props: CodeFieldProps) {
  const { isInvalid, lines = 1, expandLabel, isFirst: _, onBlur, large, tools, ...editor } = props;
  const [caret, setCaret] = useState<number>();
  const [isExpanded, setExpanded] = useState(false);
  const plain = <PlainText {...props} lines={lines} onFocus={setCaret} />;
  return (
    <div className={classes['field']} data-invalid={isInvalid || undefined} onBlur={onBlur}>
      {caret === undefined ? (
        plain
      ) : (
        <Suspense fallback={plain}>
          <CodeEditor {...editor} autoFocus caret={caret} minHeight={`${lines * 18 + 10}px`} maxHeight="260px" />
        </Suspense>
      )}
      <div className={classes['tools']}>
        {tools}
        <ActionIcon
          variant="subtle"
          color="gray"
          size="xs"
          aria-label={expandLabel}
          title={expandLabel}
          onClick={() => setExpanded(true)}
        >
          <IconArrowsMaximize size={12} />
        </ActionIcon>
      </div>
      <Modal
        opened={isExpanded}
        onClose={() => setExpanded(false)}
        title={props.label}
        size={large === undefined ? '80%' : '96%'}
      >
        <Suspense fallback={plain}>
          {large ?? (
            <div className={classes['field']} data-invalid={isInvalid || undefined}>
              <CodeEditor {...editor} autoFocus caret={props.value.length} minHeight="55vh" maxHeight="70vh" />
            </div>
          )}
        </Suspense>
      </Modal>
    </div>
  );
}

interface PlainTextProps extends CodeFieldProps {
  lines: number;
  /** With the place of the caret. */
  onFocus: (caret: number) => void;
}

function PlainText({ label, value, placeholder, onChange, lines, isFirst, onFocus }: PlainTextProps) {
  return (
    <Textarea
      aria-label={label}
      {...(isFirst ? { 'data-autofocus': true } : {})}
      variant="unstyled"
      classNames={{ input: classes['plain'] }}
      autosize
      minRows={lines}
      maxRows={14}
      value={value}
      placeholder={placeholder}
      onChange={event => onChange(event.currentTarget.value)}
      onFocus={({ currentTarget }) => {
        // The browser sets the caret of a click after this event.
        requestAnimationFrame(() => onFocus(currentTarget.selectionStart));
      }}
    />
  );
}
