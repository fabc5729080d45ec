import { Group, Input, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Field } from './field.ts';
import { emptyValue, isOfKind } from './field-value.ts';
import { type FieldInputProps, useForm } from './form-context.ts';
import { messages } from './messages.ts';
import classes from './either-input.module.css';
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

  const isMade = option === undefined || (option.shape === 'choice' && option.options.length === 1);

  return (
    <Input.Wrapper component="div" error={isMade ? error : undefined}>
      <Group justify="space-between" gap="xs">
        {label && (
          <Input.Label component="div" size="xs" required={withAsterisk}>
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
      {description && (
        <Input.Description size="xs" mt={2}>
          {description}
        </Input.Description>
      )}
      {!isMade && (
        <div className={classes['input']}>
          <FieldInput
            key={current}
            field={{ ...option, defaultValue: field.defaultValue, example: option.example ?? field.example }}
            path={path}
            value={isOfKind(option, value) ? value : undefined}
            onChange={onChange}
            hiddenLabel={field.title}
          />
        </div>
      )}
    </Input.Wrapper>
  );
}
