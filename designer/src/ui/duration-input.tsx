import { durationMs, durationSchema } from '@lineshaft/flow';
import { Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { durationInWords } from './duration-in-words.ts';
import { useDraft } from './schema-form/use-draft.ts';

interface DurationInputProps {
  label?: ReactNode;
  'aria-label'?: string | undefined;
  /** JSON pointer by which the field can be found. */
  'data-field'?: string;
  description?: ReactNode;
  error?: ReactNode;
  withAsterisk?: boolean;
  /** What holds when nothing is said. */
  placeholder?: string;
  value: unknown;
  onChange: (text: string | undefined) => void;
}

/** A span of time such as `30s`, and beside it what that means. */
export function DurationInput({ value, onChange, placeholder = '', ...frame }: DurationInputProps) {
  const { text, setDraft, clearDraft } = useDraft(typeof value === 'string' ? value : '');
  return (
    <TextInput
      {...frame}
      placeholder={placeholder}
      value={text}
      rightSectionWidth={150}
      rightSectionPointerEvents="none"
      rightSection={
        <Text size="xs" c="dimmed" truncate w="100%" ta="right" pr={8}>
          {inWords(text === '' ? placeholder : text)}
        </Text>
      }
      onBlur={clearDraft}
      onChange={event => {
        setDraft(event.currentTarget.value);
        onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value);
      }}
    />
  );
}

function inWords(text: string): string | undefined {
  const read = durationSchema.safeParse(text);
  return read.success ? durationInWords(durationMs(read.data)) : undefined;
}
