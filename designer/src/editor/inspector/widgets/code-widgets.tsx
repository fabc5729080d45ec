import { Input, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { lazy, type ReactNode, useCallback, useMemo, useState } from 'react';
import type { CodeFault } from '../../../ui/code-editor/code-fault.ts';
import type { Complete } from '../../../ui/code-editor/completion.ts';
import { CodeField } from '../../../ui/code-editor/code-field.tsx';
import { jsonFault } from '../../../ui/code-editor/json-fault.ts';
import type { LanguageName } from '../../../ui/code-editor/languages.ts';
import type { FieldInputProps } from '../../../ui/schema-form/form-context.ts';
import { useDraft } from '../../../ui/schema-form/use-draft.ts';
import { useFieldFrame } from '../../../ui/schema-form/use-field-frame.ts';
import { CheatSheetButton } from '../../expression/cheat-sheet-button.tsx';
import { completeExpression, completeTemplate } from '../../expression/complete-expression.ts';
import { faultsOfExpression, faultsOfTemplate } from '../../expression/faults-of-expression.ts';
import { type Surroundings, surroundingsOf } from '../../expression/known-input.ts';
import { StartButton } from '../../expression/start-button.tsx';
import { useInspector } from '../inspector-context.ts';
import { messages } from '../messages.ts';
import classes from './code-widgets.module.css';

const ExpressionWorkbench = lazy(async () => {
  const { ExpressionWorkbench: loaded } = await import('../../expression/expression-workbench.tsx');
  return { default: loaded };
});

export function JsonataWidget(props: FieldInputProps) {
  const { schema } = props.field;
  const { findInput } = useInspector();
  const surroundings = useSurroundings(props);
  const check = useCallback((text: string) => faultsOfExpression(text, surroundings), [surroundings]);
  const complete = useCallback<Complete>(
    (text, at, isAsked) => completeExpression(text, at, surroundings, isAsked),
    [surroundings],
  );
  const start = (text: string, onText: (text: string) => void) =>
    schema['makes'] === 'document' && <StartButton text={text} surroundings={surroundings} onStart={onText} />;
  return (
    <TextCode
      {...props}
      language="jsonata"
      check={check}
      complete={complete}
      large={(written, onText) => (
        <ExpressionWorkbench
          label={props.hiddenLabel ?? props.field.title}
          value={written}
          onChange={onText}
          check={check}
          complete={complete}
          surroundings={surroundings}
          findInput={findInput}
          start={start(written, onText)}
        />
      )}
      below={start}
      tools={<CheatSheetButton />}
    />
  );
}

export function TemplateWidget(props: FieldInputProps) {
  const surroundings = useSurroundings(props);
  const check = useCallback((text: string) => faultsOfTemplate(text, surroundings), [surroundings]);
  const complete = useCallback<Complete>(
    (text, at, isAsked) => completeTemplate(text, at, surroundings, isAsked),
    [surroundings],
  );
  return <TextCode {...props} language="template" check={check} complete={complete} tools={<CheatSheetButton />} />;
}

function useSurroundings({ field: { schema } }: FieldInputProps): Surroundings {
  const { input } = useInspector();
  return useMemo(() => surroundingsOf(schema, input), [schema, input]);
}

export function SqlWidget(props: FieldInputProps) {
  return <TextCode {...props} language="sql" lines={3} />;
}

/** Any JSON value. What cannot be read stays on the screen until it can. */
export function JsonWidget(props: FieldInputProps) {
  const [draft, setDraft] = useState<string>();
  const written = useMemo(() => (props.value === undefined ? '' : JSON.stringify(props.value, null, 2)), [props.value]);
  const text = draft ?? written;
  return (
    <Code
      {...props}
      language="json"
      lines={4}
      text={text}
      check={jsonFaults}
      onText={next => {
        setDraft(next);
        if (next.trim() === '') props.onChange(undefined);
        else if (jsonFaults(next).length === 0) props.onChange(JSON.parse(next));
      }}
      onBlur={() => jsonFaults(text).length === 0 && setDraft(undefined)}
    />
  );
}

/** What is drawn with the text as it is being written. */
type AroundText = (text: string, onText: (text: string) => void) => ReactNode;

interface CodeProps extends FieldInputProps {
  language: LanguageName;
  check?: (text: string) => CodeFault[];
  complete?: Complete;
  /** What stands in the large window. */
  large?: AroundText;
  below?: AroundText;
  /** Small buttons at the field. */
  tools?: ReactNode;
  lines?: number;
}

function TextCode(props: CodeProps) {
  const { text, setDraft, clearDraft } = useDraft(typeof props.value === 'string' ? props.value : '');
  return (
    <Code
      {...props}
      text={text}
      onText={next => {
        setDraft(next);
        props.onChange(next === '' ? undefined : next);
      }}
      onBlur={clearDraft}
    />
  );
}

interface WrittenCodeProps extends CodeProps {
  text: string;
  onText: (text: string) => void;
  onBlur: () => void;
}

function Code(props: WrittenCodeProps) {
  const { field, language, check, complete, large, below, tools, lines, text, onText, onBlur } = props;
  const { label, description, error, withAsterisk, placeholder, 'aria-label': hiddenLabel } = useFieldFrame(props);
  const [fault] = useMemo(() => check?.(text) ?? [], [check, text]);
  const warning = fault?.severity === 'warning' ? fault.message : undefined;
  // A word that is being written is not yet worth a warning.
  const [settled] = useDebouncedValue(warning, 800);
  const shown = warning === undefined ? (fault?.message ?? error) : error;
  return (
    <Input.Wrapper
      component="div"
      label={label}
      description={description}
      error={shown}
      withAsterisk={withAsterisk}
      labelElement="div"
    >
      <div className={classes['code']}>
        <CodeField
          label={hiddenLabel ?? field.title}
          language={language}
          value={text}
          onChange={onText}
          onBlur={onBlur}
          check={check}
          complete={complete}
          placeholder={placeholder}
          isInvalid={shown !== undefined}
          expandLabel={messages.expand(hiddenLabel ?? field.title)}
          large={large?.(text, onText)}
          tools={tools}
          {...(lines === undefined ? {} : { lines })}
        />
        {below && <div className={classes['below']}>{below(text, onText)}</div>}
        {warning !== undefined && warning === settled && (
          <Text size="xs" mt={4} c="var(--tint-text-yellow)">
            {warning}
          </Text>
        )}
      </div>
    </Input.Wrapper>
  );
}

function jsonFaults(text: string): CodeFault[] {
  const fault = text.trim() === '' ? undefined : jsonFault(text);
  return fault ? [fault] : [];
}
