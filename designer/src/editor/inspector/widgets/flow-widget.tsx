import { ActionIcon, Group, Select } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { FieldInputProps } from '../../../ui/schema-form/form-context.ts';
import { useFieldFrame } from '../../../ui/schema-form/use-field-frame.ts';
import { useInspector } from '../inspector-context.ts';
import { messages } from '../messages.ts';

/** Another flow, by its name. */
export function FlowWidget(props: FieldInputProps) {
  const { flows } = useInspector();
  const texts = messages.flow;
  const id = typeof props.value === 'string' ? props.value : null;
  const isKnown = flows.some(flow => flow.id === id);
  const options = flows.map(flow => ({
    value: flow.id,
    label: flow.enabled ? flow.name || flow.id : texts.disabled(flow.name || flow.id),
  }));
  return (
    <Group gap={4} align="end" wrap="nowrap">
      <Select
        {...useFieldFrame(props)}
        placeholder={texts.placeholder}
        flex={1}
        searchable
        limit={100}
        nothingFoundMessage={texts.nothing}
        data={id === null || isKnown ? options : [...options, { value: id, label: texts.unknown(id) }]}
        value={id}
        clearable={!props.field.required}
        onChange={value => props.onChange(value ?? undefined)}
      />
      {id !== null && isKnown && (
        <ActionIcon
          component={Link}
          to={`/flows/${id}`}
          variant="default"
          size={30}
          aria-label={texts.open}
          title={texts.open}
        >
          <IconArrowRight size={14} />
        </ActionIcon>
      )}
    </Group>
  );
}
