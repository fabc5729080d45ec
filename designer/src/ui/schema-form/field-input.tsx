import { jsonPointer } from '@lineshaft/flow';
import type { ComponentType } from 'react';
import { EitherFieldInput } from './either-input.tsx';
import type { FieldShape } from './field.ts';
import { type FieldInputProps, useForm } from './form-context.ts';
import { JsonFieldInput } from './json-input.tsx';
import { ListFieldInput } from './list-input.tsx';
import { ObjectFieldInput } from './object-input.tsx';
import { RecordFieldInput } from './record-input.tsx';
import { SecretFieldInput } from './secret-input.tsx';
import {
  ChoiceFieldInput,
  ChoicesFieldInput,
  NumberFieldInput,
  SwitchFieldInput,
  TextareaFieldInput,
  TextFieldInput,
  TextsFieldInput,
} from './simple-inputs.tsx';
import { VariantsFieldInput } from './variants-input.tsx';

/** A field at its place in the document, by which it can be found. */
export function FieldInput(props: FieldInputProps) {
  return (
    <div data-field={useForm().at + jsonPointer(props.path)} style={{ display: 'contents' }}>
      <FittingInput {...props} />
    </div>
  );
}

/** The input that a field asks for: by its widget, else by its shape. */
function FittingInput(props: FieldInputProps) {
  const { widgets } = useForm();
  const { field } = props;
  if (field.secret) return <SecretFieldInput {...props} />;
  const Widget = field.widget === undefined ? undefined : widgets[field.widget]?.input;
  if (Widget) return <Widget {...props} />;
  const Input = field.widget === 'textarea' ? TextareaFieldInput : inputs[field.shape];
  return <Input {...props} />;
}

/** Each gets fields of its own shape only. */
const inputs = {
  text: TextFieldInput,
  number: NumberFieldInput,
  switch: SwitchFieldInput,
  choice: ChoiceFieldInput,
  choices: ChoicesFieldInput,
  texts: TextsFieldInput,
  list: ListFieldInput,
  record: RecordFieldInput,
  object: ObjectFieldInput,
  variants: VariantsFieldInput,
  either: EitherFieldInput,
  json: JsonFieldInput,
} as Record<FieldShape['shape'], ComponentType<FieldInputProps>>;
