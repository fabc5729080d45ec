import type { ConnectionSummary } from '@lineshaft/api';
import { ActionIcon, Button, Group, Select } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { ConnectionHealth } from '../../connections/connection-health.tsx';
import { connectionTypeTitle } from '../../connections/connection-type-title.ts';
import { useInspector } from './inspector-context.ts';
import { messages } from './messages.ts';

interface ConnectionPickerProps {
  /** The kind that the node needs; undefined: none, so what is chosen should go. */
  type: string | undefined;
  isOptional: boolean;
  value: string | undefined;
  error: string | undefined;
  onChange: (id: string | undefined) => void;
  /** Opens the dialog that makes a connection of the kind, and calls `use` with its id. */
  onCreate: (type: string, use: (id: string) => void) => void;
}

/** The connections of one kind, with their health, and a way to make another. */
export function ConnectionPicker({ type, isOptional, value, error, onChange, onCreate }: ConnectionPickerProps) {
  const { connections } = useInspector();
  const texts = messages.connection;
  const fitting = connections.filter(connection => connection.type === type);
  const chosen = connections.find(connection => connection.id === value);
  return (
    <Group gap={4} align="end" wrap="nowrap">
      <Select
        flex={1}
        miw={0}
        label={texts.label}
        description={descriptionOf(type, isOptional)}
        withAsterisk={!isOptional}
        error={error}
        placeholder={fitting.length === 0 ? texts.none : texts.placeholder}
        searchable={fitting.length > 8}
        clearable={isOptional}
        allowDeselect={false}
        data={[
          ...fitting.map(connection => ({ value: connection.id, label: connection.name })),
          ...strayOption(value, chosen, type),
        ]}
        renderOption={({ option }) => {
          const connection = fitting.find(each => each.id === option.value);
          return (
            <Group justify="space-between" wrap="nowrap" w="100%">
              <span>{option.label}</span>
              {connection && <ConnectionHealth connection={connection} />}
            </Group>
          );
        }}
        value={value ?? null}
        onChange={id => onChange(id ?? undefined)}
      />
      {chosen && (
        <ActionIcon
          component={Link}
          to={`/connections/${chosen.id}`}
          variant="default"
          size={30}
          aria-label={texts.open}
          title={texts.open}
        >
          <IconArrowRight size={14} />
        </ActionIcon>
      )}
      {type !== undefined && (
        <Button variant="default" onClick={() => onCreate(type, onChange)}>
          {texts.create}
        </Button>
      )}
    </Group>
  );
}

/** What is chosen stays to be seen when it cannot be chosen. */
function strayOption(value: string | undefined, chosen: ConnectionSummary | undefined, type: string | undefined) {
  if (value === undefined || chosen?.type === type) return [];
  const label = chosen
    ? messages.connection.otherType(chosen.name, connectionTypeTitle(chosen.type))
    : messages.connection.unknown(value);
  return [{ value, label }];
}

function descriptionOf(type: string | undefined, isOptional: boolean): string {
  const { description, optional, unwanted } = messages.connection;
  if (type === undefined) return unwanted;
  return isOptional ? optional(connectionTypeTitle(type)) : description(connectionTypeTitle(type));
}
