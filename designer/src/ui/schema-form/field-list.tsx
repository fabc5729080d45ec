import { Stack } from '@mantine/core';
import { Extras } from './extras.tsx';
import type { Path } from './faults-at.ts';
import type { Field } from './field.ts';
import { asObject, extraValues, type JsonObject, withField } from './field-value.ts';
import { useForm } from './form-context.ts';
import { isOfUse } from './is-of-use.ts';
import { withoutKey } from './record-edits.ts';

interface FieldListProps {
  fields: readonly Field[];
  path: Path;
  value: unknown;
  /** The whole object, and the field of it that changed. */
  onChange: (value: JsonObject, key: string) => void;
  /** A field that something else edits. */
  discriminator?: string;
}

/** The fields of an object, one below the other, and what of it no field edits. */
export function FieldList({ fields, path, value, onChange, discriminator }: FieldListProps) {
  const { Input } = useForm();
  const object = asObject(value);
  return (
    <Stack gap="sm">
      {fields
        .filter(field => isOfUse(field, object, fields))
        .map(field => (
          <Input
            key={field.key}
            field={field}
            path={[...path, field.key]}
            value={object[field.key]}
            onChange={next => onChange(withField(object, field, next), field.key)}
          />
        ))}
      <Extras
        values={extraValues(object, fields, discriminator)}
        path={path}
        onRemove={key => onChange(withoutKey(object, key), key)}
      />
    </Stack>
  );
}
