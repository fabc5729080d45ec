import { TextInput } from '@mantine/core';
import type { FieldInputProps } from '../../../ui/schema-form/form-context.ts';
import { useFieldFrame } from '../../../ui/schema-form/use-field-frame.ts';
import { intakePath } from './intake-path.ts';

/** A path below `/in/`: what people write before it is taken away as they type. */
export function IntakePathWidget(props: FieldInputProps) {
  return (
    <TextInput
      {...useFieldFrame(props)}
      leftSection="/in/"
      leftSectionWidth={34}
      leftSectionProps={{ style: { fontSize: 12, color: 'var(--mantine-color-dimmed)' }, 'aria-hidden': true }}
      value={typeof props.value === 'string' ? props.value : ''}
      onChange={({ currentTarget: { value } }) => {
        const path = intakePath(value);
        props.onChange(path === '' ? undefined : path);
      }}
    />
  );
}
