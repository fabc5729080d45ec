import type { Fault } from '@lineshaft/flow';
import { type ComponentType, createContext, useContext } from 'react';
import type { Path } from './faults-at.ts';
import type { Field } from './field.ts';
import type { JsonObject } from './field-value.ts';

/** What edits one field. */
export interface FieldInputProps {
  field: Field;
  /** Where the value stands in the whole. */
  path: Path;
  value: unknown;
  /** `undefined` takes the value out. */
  onChange: (value: unknown) => void;
  /** Said to screen readers in place of a label that is shown: something else shows what this is. */
  hiddenLabel?: string;
}

/** Inputs by what a schema says in `meta({ widget })`. */
export type Widgets = Readonly<Record<string, Widget>>;

interface Widget {
  input: ComponentType<FieldInputProps>;
  /** What such a value is called where there are several ways to give one: Number, Expression. */
  title?: string;
}

export interface FormContext {
  widgets: Widgets;
  /** Of the whole form, and its value: some inputs show what their value means beside another. */
  fields: readonly Field[];
  value: JsonObject;
  faults: readonly Fault[];
  /** JSON pointer of the form's value in the document, which comes before the path of each field. */
  at: string;
  /** JSON pointers of the secrets that are set. */
  secretsSet: ReadonlySet<string>;
  /** Draws a field: inputs that hold others get it here, since it knows them in turn. */
  Input: ComponentType<FieldInputProps>;
}

const context = createContext<FormContext | undefined>(undefined);

export const FormContextProvider = context.Provider;

export function useForm(): FormContext {
  const form = useContext(context);
  if (!form) throw new Error('A field stands outside a form.');
  return form;
}
