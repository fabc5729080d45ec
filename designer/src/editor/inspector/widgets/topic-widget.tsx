import { Autocomplete } from '@mantine/core';
import type { FieldInputProps } from '../../../ui/schema-form/form-context.ts';
import { useFieldFrame } from '../../../ui/schema-form/use-field-frame.ts';
import { useInspector } from '../inspector-context.ts';

/** The name of a topic; those that are in use are suggested. */
export function TopicWidget(props: FieldInputProps) {
  const { topics } = useInspector();
  return (
    <Autocomplete
      {...useFieldFrame(props)}

      data={[...new Set(topics)]}
      value={typeof props.value === 'string' ? props.value : ''}
      onChange={topic => props.onChange(topic === '' ? undefined : topic)}
    />
  );
}
