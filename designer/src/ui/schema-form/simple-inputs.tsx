import { MultiSelect, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { Field, FieldShape } from './field.ts';
import type { FieldInputProps } from './form-context.ts';
import { useDraft } from './use-draft.ts';
import { useFieldFrame } from './use-field-frame.ts';

type Props<Shape extends FieldShape['shape']> = FieldInputProps & { field: Extract<Field, { shape: Shape }> };

/** One line. What is no text is shown as it stands in the document. */
export function TextFieldInput(props: FieldInputProps) {
  const { text, setDraft, clearDraft } = useDraft(textOf(props.value));
  return (
    <TextInput
      {...useFieldFrame(props)}
      value={text}
      onBlur={clearDraft}
      onChange={({ currentTarget: { value } }) => {
        setDraft(value);
        props.onChange(value === '' ? undefined : value);
      }}
    />
  );
}

/** Several lines. */
export function TextareaFieldInput(props: FieldInputProps) {
  const { text, setDraft, clearDraft } = useDraft(textOf(props.value));
  return (
    <Textarea
      {...useFieldFrame(props)}
      autosize
      minRows={2}
      maxRows={8}
      value={text}
      onBlur={clearDraft}
      onChange={({ currentTarget: { value } }) => {
        setDraft(value);
        props.onChange(value === '' ? undefined : value);
      }}
    />
  );
}

export function NumberFieldInput(props: Props<'number'>) {
  const { min, max, whole } = props.field;
  const { text, setDraft, clearDraft } = useDraft(textOf(props.value));
  return (
    <NumberInput
      {...useFieldFrame(props)}
      value={text}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      allowDecimal={!whole}
      // What is out of range is said, not changed in silence.
      clampBehavior="none"
      onBlur={clearDraft}
      onChange={value => {
        setDraft(String(value));
        props.onChange(value === '' ? undefined : Number(value));
      }}
    />
  );
}

export function SwitchFieldInput(props: FieldInputProps) {
  const { label, error, description, ...frame } = useFieldFrame(props);
  const value = props.value ?? props.field.defaultValue;
  return (
    <Switch
      aria-label={frame['aria-label']}
      label={label}
      description={description}
      error={error}
      checked={value === true}
      onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
    />
  );
}

export function ChoiceFieldInput(props: Props<'choice'>) {
  const { options, required, defaultValue } = props.field;
  const value = props.value ?? defaultValue;
  return (
    <Select
      {...useFieldFrame(props)}
      data={options.map((option, index) => ({ value: String(index), label: option.label }))}
      value={indexOf(options.findIndex(option => option.value === value))}
      clearable={!required && defaultValue === undefined}
      allowDeselect={false}
      onChange={index => props.onChange(index === null ? undefined : options[Number(index)]?.value)}
    />
  );
}

export function ChoicesFieldInput(props: Props<'choices'>) {
  const { options, defaultValue } = props.field;
  const chosen = listOf(props.value ?? defaultValue);
  return (
    <MultiSelect
      {...useFieldFrame(props)}

      placeholder=""
      data={options.map(option => ({ value: String(option.value), label: option.label }))}
      value={chosen.map(String)}
      onChange={values => {
        const next = options.filter(option => values.includes(String(option.value))).map(option => option.value);
        props.onChange(next.length === 0 && defaultValue === undefined ? undefined : next);
      }}
    />
  );
}

/** A list of short texts: Enter adds one. */
export function TextsFieldInput(props: Props<'texts'>) {
  const { numbers, defaultValue, example } = props.field;
  const texts = listOf(props.value ?? defaultValue);
  const toEntry = (text: string) => (numbers && /^\d+$/.test(text) ? Number(text) : text);
  return (
    <TagsInput
      {...useFieldFrame(props)}

      placeholder={texts.length === 0 ? example : ''}
      splitChars={numbers ? [',', ' '] : []}
      value={texts.map(textOf)}
      onChange={values =>
        props.onChange(values.length === 0 && defaultValue === undefined ? undefined : values.map(toEntry))
      }
    />
  );
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function indexOf(index: number): string | null {
  return index === -1 ? null : String(index);
}
