import { Select, Stack } from '@mantine/core';
import { useRef } from 'react';
import { FieldList } from './field-list.tsx';
import type { Field } from './field.ts';
import { asObject, asVariant, type JsonObject } from './field-value.ts';
import type { FieldInputProps } from './form-context.ts';
import classes from './section.module.css';
import { useFieldFrame } from './use-field-frame.ts';

/** Which kind of object, and the fields of that kind. What was filled in for another kind is there again on the way back. */
export function VariantsFieldInput(props: FieldInputProps & { field: Extract<Field, { shape: 'variants' }> }) {
  const { field, path, value, onChange } = props;
  const { discriminator, variants, defaultValue, required } = field;
  const earlier = useRef(new Map<string, JsonObject>());
  const object = asObject(value ?? defaultValue);
  const variant = variants.find(each => each.value === object[discriminator]);

  const choose = (chosen: string | null) => {
    if (variant) earlier.current.set(variant.value, object);
    const next = variants.find(each => each.value === chosen);
    onChange(next && (earlier.current.get(next.value) ?? asVariant(object, discriminator, next)));
  };

  return (
    <Stack gap="sm">
      <Select
        {...useFieldFrame(props)}
        data={variants.map(each => ({ value: each.value, label: each.label }))}
        value={variant?.value ?? null}
        clearable={!required && defaultValue === undefined}
        allowDeselect={false}
        onChange={choose}
      />
      {variant && variant.fields.length > 0 && (
        <div className={classes['section']}>
          <FieldList
            key={variant.value}
            fields={variant.fields}
            path={path}
            value={object}
            onChange={onChange}
            discriminator={discriminator}
          />
        </div>
      )}
    </Stack>
  );
}
