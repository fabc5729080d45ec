import { Group, Input, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Field } from './field.ts';
import { emptyValue, isOfKind } from './field-value.ts';
import { type FieldInputProps, useForm } from './form-context.ts';
import { messages } from './messages.ts';
import { useFieldFrame } from './use-field-frame.ts';

/** A value of one kind or another, such as a number or an expression. */
export function EitherFieldInput(props: FieldInputProps & { field: Extract<Field, { shape: 'either' }> }) {
  const { field, path, value, onChange } = props;
  const { widgets, Input: FieldInput } = useForm();
  const { label, description, error, withAsterisk } = useFieldFrame(props);
  const fitting = field.options.findIndex(option => isOfKind(option, value ?? field.defaultValue));
  const [chosen, choose] = useState(Math.max(fitting, 0));
  const current = value === undefined || fitting === -1 ? chosen : fitting;
  const option = field.options[current];

  const titleOf = (each: Field) => {
    if (each.shape === 'choice') return each.options.map(one => one.label).join(', ');
    return (each.widget && widgets[each.widget]?.title) || messages.kinds[each.shape];
  };
  const switchTo = (index: number) => {
    choose(index);
    const next = field.options[index];
    // A choice of one thing is made by choosing its kind.
    onChange(next?.shape === 'choice' && next.options.length === 1 ? emptyValue(next) : undefined);
  };

  return (
    <Input.Wrapper component="div" description={description} error={error}>
      <Group justify="space-between" gap="xs" mb={4}>
        {label && (
          <Input.Label component="div" required={withAsterisk}>
            {label}
          </Input.Label>
        )}
        <SegmentedControl
          aria-label={messages.kindOf(field.title)}
          data={field.options.map((each, index) => ({ value: String(index), label: titleOf(each) }))}
          value={String(current)}
          onChange={index => switchTo(Number(index))}
        />
      </Group>
      {option && !(option.shape === 'choice' && option.options.length === 1) && (
        <FieldInput
          key={current}
          field={{ ...option, defaultValue: field.defaultValue, example: option.example ?? field.example }}
          path={path}
          value={isOfKind(option, value) ? value : undefined}
          onChange={onChange}
          hiddenLabel={field.title}
        />
      )}
    </Input.Wrapper>
  );
}
