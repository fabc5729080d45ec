import { Code, Group, Input, Stack, Text } from '@mantine/core';
import { faultsWithin, type Path } from './faults-at.ts';
import type { JsonObject } from './field-value.ts';
import { useForm } from './form-context.ts';
import { IconButton } from './icon-button.tsx';
import { messages } from './messages.ts';
import { IconX } from '@tabler/icons-react';

interface ExtrasProps {
  values: JsonObject;
  path: Path;
  onRemove: (key: string) => void;
}

/** What stands in the document without a field of its own: kept, and shown as it is. */
export function Extras({ values, path, onRemove }: ExtrasProps) {
  const { faults } = useForm();
  const entries = Object.entries(values);
  if (entries.length === 0) return null;
  return (
    <Stack gap={4}>
      <Text size="xs" fw={500}>
        {messages.extras.title}
      </Text>
      {entries.map(([key, value]) => (
        <div key={key}>
          <Group gap="xs" wrap="nowrap" align="start">
            <Code
              block
              flex={1}
              miw={0}
              tabIndex={0}
              aria-label={key}
            >{`${key}: ${JSON.stringify(value, null, 2)}`}</Code>
            <IconButton icon={IconX} label={messages.extras.remove(key)} onClick={() => onRemove(key)} />
          </Group>
          <Input.Error>{faultsWithin(faults, [...path, key]).join(' ')}</Input.Error>
        </div>
      ))}
    </Stack>
  );
}
