import { checkExpression, checkTemplate, type ExpressionError } from '@lineshaft/jsonata';
import { Input } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { CodeFault } from '../../../ui/code-editor/code-editor.tsx';
import { CodeField } from '../../../ui/code-editor/code-field.tsx';
import { jsonFault } from '../../../ui/code-editor/json-fault.ts';
import type { LanguageName } from '../../../ui/code-editor/languages.ts';
import type { FieldInputProps } from '../../../ui/schema-form/form-context.ts';
import { useDraft } from '../../../ui/schema-form/use-draft.ts';
import { useFieldFrame } from '../../../ui/schema-form/use-field-frame.ts';
import { messages } from '../messages.ts';
import classes from './code-widgets.module.css';

export function JsonataWidget(props: FieldInputProps) {
  return <TextCode {...props} language="jsonata" check={expressionFaults} />;
}

export function TemplateWidget(props: FieldInputProps) {
  return <TextCode {...props} language="template" check={templateFaults} />;
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

interface CodeProps extends FieldInputProps {
  language: LanguageName;
  check?: (text: string) => CodeFault[];
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
  const { field, language, check, lines, text, onText, onBlur } = props;
  const { label, description, error, withAsterisk, placeholder, 'aria-label': hiddenLabel } = useFieldFrame(props);
  const [fault] = useMemo(() => check?.(text) ?? [], [check, text]);
  const shown = fault?.message ?? error;
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
          placeholder={placeholder}
          isInvalid={shown !== undefined}
          expandLabel={messages.expand(hiddenLabel ?? field.title)}
          {...(lines === undefined ? {} : { lines })}
        />
      </div>
    </Input.Wrapper>
  );
}

function expressionFaults(text: string): CodeFault[] {
  return text === '' ? [] : faultsOf(checkExpression(text));
}

function templateFaults(text: string): CodeFault[] {
  return text === '' ? [] : faultsOf(checkTemplate(text));
}

function faultsOf(error: ExpressionError | undefined): CodeFault[] {
  return error === undefined ? [] : [{ position: error.position, message: error.message }];
}

function jsonFaults(text: string): CodeFault[] {
  const fault = text.trim() === '' ? undefined : jsonFault(text);
  return fault ? [fault] : [];
}
