import { Input } from '@mantine/core';
import { useMemo } from 'react';
import { z } from 'zod';
import { checkForm } from './check-form.ts';
import { faultsAt } from './faults-at.ts';
import { FieldInput } from './field-input.tsx';
import { FieldList } from './field-list.tsx';
import type { JsonSchema } from './field.ts';
import type { JsonObject } from './field-value.ts';
import { FormContextProvider, type Widgets } from './form-context.ts';
import { readFields } from './read-fields.ts';

interface SchemaFormProps {
  schema: z.ZodObject;
  /** The values without defaults; they need not fit the schema. */
  value: JsonObject;
  /** The whole object, and the field of it that changed. What equals a default is left out. */
  onChange: (value: JsonObject, key: string) => void;
  /** Inputs for what the schema says in `meta({ widget })`, beside those that every form has. */
  widgets?: Widgets;
  /** JSON pointers of the write-only values that are set. */
  secretsSet?: readonly string[];
  /** Where the value stands in the document, as a JSON pointer, such as `/config`. */
  at?: string;
}

const none: readonly string[] = [];
const noWidgets: Widgets = {};

/** A form for a zod object: its fields, what they mean, and what is wrong with them, as one types. */
export function SchemaForm(props: SchemaFormProps) {
  const { schema, value, onChange, widgets = noWidgets, secretsSet = none, at = '' } = props;
  const fields = useMemo(() => readFields(toJsonSchema(schema)), [schema]);
  const form = useMemo(() => {
    const faults = checkForm(schema, value, secretsSet);
    return { widgets, fields, value, faults, at, secretsSet: new Set(secretsSet), Input: FieldInput };
  }, [schema, fields, value, widgets, secretsSet, at]);
  const ofTheWhole = faultsAt(form.faults, []).join(' ');
  return (
    <FormContextProvider value={form}>
      {ofTheWhole !== '' && <Input.Error>{ofTheWhole}</Input.Error>}
      <FieldList fields={fields} path={[]} value={value} onChange={onChange} />
    </FormContextProvider>
  );
}

function toJsonSchema(schema: z.ZodObject): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}
