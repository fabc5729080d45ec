import { Button, Group, Input, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Field } from './field.ts';
import { asObject, emptyValue } from './field-value.ts';
import { type FieldInputProps, useForm } from './form-context.ts';
import { IconButton } from './icon-button.tsx';
import { withEntry, withEntryMoved, withoutEntry } from './list-edits.ts';
import classes from './list-input.module.css';
import { messages } from './messages.ts';
import { useFieldFrame } from './use-field-frame.ts';

/** A list of objects or long texts: add, remove, and put in order, also by Alt and the arrow keys. */
export function ListFieldInput(props: FieldInputProps & { field: Extract<Field, { shape: 'list' }> }) {
  const { field, path, value, onChange } = props;
  const { Input: FieldInput } = useForm();
  const { label, description, error, withAsterisk } = useFieldFrame(props);
  const entries = Array.isArray(value ?? field.defaultValue) ? ((value ?? field.defaultValue) as unknown[]) : [];
  const { list, focusEntry, placeOfFocus } = useEntryFocus(entries);

  const move = (from: number, to: number) => {
    const moved = withEntryMoved(entries, from, to);
    if (moved === entries) return;
    onChange(moved);
    focusEntry(to, placeOfFocus(from));
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || step === undefined) return;
    event.preventDefault();
    move(index, index + step);
  };

  return (
    <Input.Wrapper component="div" label={label} description={description} error={error} withAsterisk={withAsterisk}>
      <Stack gap={6} mt={4} ref={list} role="list" aria-label={field.title}>
        {entries.map((entry, index) => {
          const name = messages.entry(field.title, index + 1);
          return (
            <div
              // Entries have no names of their own.
              key={index}
              role="listitem"
              aria-label={name}
              aria-description={messages.moveHint}
              tabIndex={-1}
              className={classes['entry']}
              onKeyDown={event => onKeyDown(event, index)}
            >
              <Group justify="space-between" wrap="nowrap" gap={4} mb={4}>
                <Text size="xs" fw={600} truncate>
                  {entryTitle(field.entry, entry) ?? messages.entryTitle(index + 1)}
                </Text>
                <Group gap={0} wrap="nowrap">
                  <IconButton
                    icon={IconArrowUp}
                    label={messages.moveUp(name)}
                    disabled={index === 0}
                    onClick={() => move(index, index - 1)}
                  />
                  <IconButton
                    icon={IconArrowDown}
                    label={messages.moveDown(name)}
                    disabled={index === entries.length - 1}
                    onClick={() => move(index, index + 1)}
                  />
                  <IconButton
                    icon={IconX}
                    label={messages.remove(name)}
                    onClick={() => onChange(withoutEntry(entries, index))}
                  />
                </Group>
              </Group>
              <FieldInput
                field={field.entry}
                path={[...path, index]}
                value={entry}
                onChange={next => onChange(withEntry(entries, index, next ?? emptyValue(field.entry)))}
                hiddenLabel={name}
              />
            </div>
          );
        })}
      </Stack>
      <Button
        mt={6}
        variant="default"
        leftSection={<IconPlus size={13} />}
        onClick={() => {
          onChange([...entries, emptyValue(field.entry)]);
          focusEntry(entries.length, 'first input');
        }}
      >
        {messages.add(field.title)}
      </Button>
    </Input.Wrapper>
  );
}

/** The first text in an entry tells it from the others. */
function entryTitle(field: Field, entry: unknown): string | undefined {
  if (field.shape !== 'object') return undefined;
  const first = field.fields
    .map(each => asObject(entry)[each.key])
    .find(each => typeof each === 'string' && each !== '');
  return first as string | undefined;
}

/** Puts the focus into an entry once it is drawn: into its first input when it is new, or where it was when it was moved. */
function useEntryFocus(entries: readonly unknown[]) {
  const list = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<{ entry: number; place: number | 'first input' }>();
  const controlsOf = (entry: number) => [
    ...(list.current?.children[entry]?.querySelectorAll<HTMLElement>('input, textarea, button, .cm-content') ?? []),
  ];
  useEffect(() => {
    if (wanted === undefined) return;
    const element = list.current?.children[wanted.entry];
    if (!(element instanceof HTMLElement)) return;
    const controls = controlsOf(wanted.entry);
    const control =
      wanted.place === 'first input' ? controls.find(each => each.tagName !== 'BUTTON') : controls[wanted.place];
    // A button that has nothing more to do cannot have it.
    (control?.matches(':disabled') ? element : (control ?? element)).focus();
    setWanted(undefined);
  }, [wanted, entries]);
  return {
    list,
    focusEntry: (entry: number, place: number | 'first input') => setWanted({ entry, place }),
    placeOfFocus: (entry: number) => controlsOf(entry).indexOf(document.activeElement as HTMLElement),
  };
}
