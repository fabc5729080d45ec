import { Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { faultsAt } from './faults-at.ts';
import type { Field } from './field.ts';
import { asObject, emptyValue } from './field-value.ts';
import { type FieldInputProps, useForm } from './form-context.ts';
import { IconButton } from './icon-button.tsx';
import { messages } from './messages.ts';
import { withKeyRenamed, withoutKey } from './record-edits.ts';
import classes from './record-input.module.css';
import { useDraft } from './use-draft.ts';
import { useFieldFrame } from './use-field-frame.ts';

/** Names with a value each, such as headers. */
export function RecordFieldInput(props: FieldInputProps & { field: Extract<Field, { shape: 'record' }> }) {
  const { field, path, value, onChange } = props;
  const { Input: FieldInput, faults } = useForm();
  const { label, description, error, withAsterisk } = useFieldFrame(props);
  const [isAdding, setAdding] = useState(false);
  const record = asObject(value ?? field.defaultValue);

  return (
    <Input.Wrapper component="div" label={label} description={description} error={error} withAsterisk={withAsterisk}>
      <Stack gap={4} mt={4}>
        {Object.keys(record).map((key, index) => (
          // By place: renaming keeps the row and the caret in it.
          <div key={index}>
            <div className={classes['row']}>
              <KeyInput
                label={messages.recordKey(field.title)}
                name={key}
                isTaken={name => Object.hasOwn(record, name)}
                onRename={name => onChange(withKeyRenamed(record, key, name))}
              />
              <FieldInput
                field={field.entry}
                path={[...path, key]}
                value={record[key]}
                onChange={next => onChange({ ...record, [key]: next ?? emptyValue(field.entry) })}
                hiddenLabel={messages.recordValue(field.title, key)}
              />
              <IconButton icon={IconX} label={messages.remove(key)} onClick={() => onChange(withoutKey(record, key))} />
            </div>
            {field.entry.shape === 'object' && <Input.Error>{faultsAt(faults, [...path, key]).join(' ')}</Input.Error>}
          </div>
        ))}
        {isAdding && (
          <KeyInput
            label={messages.recordKey(field.title)}
            name=""
            autoFocus
            isTaken={name => Object.hasOwn(record, name)}
            onRename={name => {
              onChange({ ...record, [name]: emptyValue(field.entry) });
              setAdding(false);
            }}
            onLeave={() => setAdding(false)}
          />
        )}
        <Group>
          <Button variant="default" leftSection={<IconPlus size={13} />} onClick={() => setAdding(true)}>
            {messages.add(field.title)}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}

interface KeyInputProps {
  label: string;
  name: string;
  autoFocus?: boolean;
  isTaken: (name: string) => boolean;
  onRename: (name: string) => void;
  onLeave?: () => void;
}

/** The name of a row; it counts when the input is left or Enter is pressed, so that half a name never replaces another. */
function KeyInput({ label, name, autoFocus, isTaken, onRename, onLeave }: KeyInputProps) {
  const { text, setDraft, clearDraft } = useDraft(name);
  const isRefused = text !== name && isTaken(text);
  const settle = () => {
    if (text !== name && text !== '' && !isRefused) onRename(text);
    else onLeave?.();
    clearDraft();
  };
  return (
    <TextInput
      aria-label={label}
      placeholder={messages.name}
      value={text}
      error={isRefused ? messages.nameTaken : undefined}
      data-autofocus={autoFocus}
      ref={element => {
        if (autoFocus && element && document.activeElement !== element) element.focus();
      }}
      onChange={event => setDraft(event.currentTarget.value)}
      onKeyDown={event => event.key === 'Enter' && settle()}
      onBlur={settle}
    />
  );
}
