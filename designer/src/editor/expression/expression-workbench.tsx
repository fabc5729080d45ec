import { ActionIcon, Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconQuestionMark } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { BodyView, type View } from '../../ui/body-view/body-view.tsx';
import { ValueTree } from '../../ui/body-view/value-tree.tsx';
import { CodeEditor, type CodeEditorHandle, type CodeEditorProps } from '../../ui/code-editor/code-editor.tsx';
import { useEditor } from '../store/editor-context.ts';
import { mended } from '../../ui/code-editor/code-fault.ts';
import { CheatSheet } from './cheat-sheet.tsx';
import classes from './expression-workbench.module.css';
import type { Surroundings } from './known-input.ts';
import { messages } from './messages.ts';
import { pathForCaret } from './path-for-caret.ts';
import { useLiveResult } from './use-live-result.ts';

const mostFaults = 4;

interface ExpressionWorkbenchProps extends Pick<CodeEditorProps, 'label' | 'value' | 'check' | 'complete'> {
  onChange: (text: string) => void;
  surroundings: Surroundings;
  /** Finds out what comes in, where that is possible. */
  findInput: (() => Promise<void>) | undefined;
  /** What is offered to begin with, where nothing is written yet. */
  start: ReactNode;
}

/** An expression between what it works on and what it gives, while it is being written. */
export function ExpressionWorkbench({ surroundings, findInput, start, ...editor }: ExpressionWorkbenchProps) {
  const { value: text, label } = editor;
  const written = useRef<CodeEditorHandle>(undefined);
  const [isHelpShown, setHelpShown] = useState(false);
  const { input } = surroundings;
  const insert = (pointer: string) => {
    const at = written.current?.caret() ?? text.length;
    written.current?.insert(pathForCaret(pointer, text, at, surroundings));
  };
  return (
    <div className={classes['workbench']} data-help={isHelpShown || undefined}>
      <section className={classes['column']} aria-label={messages.input.title}>
        <h3 className={classes['title']}>
          {messages.input.title} {input && <span className={classes['note']}>{messages.input.from[input.from]}</span>}
        </h3>
        {input ? (
          <>
            <ValueTree value={input.body} label={messages.input.title} onChoose={insert} />
            <Text size="xs" c="dimmed">
              {messages.input.insert}
            </Text>
          </>
        ) : (
          <UnknownInput worksOnBody={surroundings.worksOnBody} findInput={findInput} />
        )}
      </section>
      <section className={classes['column']} aria-label={label}>
        <Group justify="space-between" h={20}>
          <h3 className={classes['title']}>{label}</h3>
          <Group gap={6}>
            {start}
            <ActionIcon
              variant={isHelpShown ? 'filled' : 'subtle'}
              color={isHelpShown ? undefined : 'gray'}
              size={20}
              aria-label={messages.help.open}
              title={messages.help.open}
              aria-pressed={isHelpShown}
              onClick={() => setHelpShown(!isHelpShown)}
            >
              <IconQuestionMark size={14} />
            </ActionIcon>
          </Group>
        </Group>
        <div className={classes['editor']}>
          <CodeEditor
            {...editor}
            language="jsonata"
            autoFocus
            caret={text.length}
            minHeight="100%"
            maxHeight="100%"
            onReady={handle => {
              written.current = handle;
            }}
          />
        </div>
        <FaultList text={text} check={editor.check} onChange={editor.onChange} />
      </section>
      <section className={classes['column']} aria-label={messages.result.title}>
        <h3 className={classes['title']}>{messages.result.title}</h3>
        <Result text={text} surroundings={surroundings} />
      </section>
      {isHelpShown && (
        <section className={classes['column']} aria-label={messages.help.title}>
          <h3 className={classes['title']}>{messages.help.title}</h3>
          <CheatSheet />
        </section>
      )}
    </div>
  );
}

/** What is underlined, in words. */
function FaultList({ text, check, onChange }: Pick<ExpressionWorkbenchProps, 'check' | 'onChange'> & { text: string }) {
  // A word that is being written is not yet worth a warning.
  const [settled] = useDebouncedValue(text, 800);
  const faults = useMemo(() => check?.(settled) ?? [], [check, settled]);
  if (faults.length === 0 || settled !== text) return null;
  return (
    <ul className={classes['faults']} aria-label={messages.faults.title}>
      {faults.slice(0, mostFaults).map(({ position, severity, message, fix }) => (
        <li key={`${position} ${message}`} data-severity={severity ?? 'error'}>
          {message}{' '}
          {fix && (
            <Button variant="default" size="compact-xs" onClick={() => onChange(mended(text, fix.edits))}>
              {fix.title}
            </Button>
          )}
        </li>
      ))}
      {faults.length > mostFaults && <li>{messages.faults.more(faults.length - mostFaults)}</li>}
    </ul>
  );
}

interface UnknownInputProps extends Pick<ExpressionWorkbenchProps, 'findInput'> {
  worksOnBody: boolean;
}

function UnknownInput({ worksOnBody, findInput }: UnknownInputProps) {
  const flowId = useEditor(state => state.flowId);
  const [search, setSearch] = useState<'none' | 'running' | 'through'>('none');
  const texts = messages.input;
  if (!worksOnBody) return <Note>{texts.elsewhere}</Note>;
  if (!findInput || search === 'through')
    return (
      <Note>
        {findInput ? texts.notReached : texts.noSample}{' '}
        <Anchor size="sm" underline="always" renderRoot={props => <Link to={`/flows/${flowId}?view=try`} {...props} />}>
          {texts.openTry}
        </Anchor>
      </Note>
    );
  const find = async () => {
    setSearch('running');
    await findInput();
    setSearch('through');
  };
  return (
    <>
      <Note>{texts.unknown}</Note>
      <Button variant="light" loading={search === 'running'} onClick={() => void find()}>
        {texts.find}
      </Button>
    </>
  );
}

interface ResultProps {
  text: string;
  surroundings: Surroundings;
}

function Result({ text, surroundings: { input, variables } }: ResultProps) {
  const { result, error } = useLiveResult(text, input);
  const [view, setView] = useState<View>('json');
  const missing = variables.map(name => `$${name}`).filter(name => text.includes(name));
  if (!input) return <Note>{messages.result.needsInput}</Note>;
  return (
    <>
      {error !== undefined && (
        <Alert color="red" p="xs" role="status">
          {error}
        </Alert>
      )}
      {missing.length > 0 && <Note>{messages.result.missing(missing.join(', '))}</Note>}
      {error !== undefined && result && <Note>{messages.result.before}</Note>}
      {result === undefined && error === undefined && <Note>{messages.result.none}</Note>}
      {result?.kind === 'nothing' && <Note>{messages.result.nothing}</Note>}
      {result?.kind === 'value' && (
        <div className={classes['result']}>
          <BodyView body={bodyOf(result.value)} label={messages.result.title} view={view} onView={setView} />
        </div>
      )}
    </>
  );
}

function bodyOf(json: unknown) {
  const size = new TextEncoder().encode(JSON.stringify(json)).length;
  return { contentType: 'application/json', size, truncated: false, json };
}

function Note({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed" component="div">
      {children}
    </Text>
  );
}
