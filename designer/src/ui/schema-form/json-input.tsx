import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FieldInputProps } from './form-context.ts';
import { messages } from './messages.ts';
import { useFieldFrame } from './use-field-frame.ts';

/** Any JSON value. What cannot be read is kept on the screen until it can. */
export function JsonFieldInput(props: FieldInputProps) {
  const frame = useFieldFrame(props);
  const [draft, setDraft] = useState<string>();
  const isUnreadable = draft !== undefined && draft.trim() !== '' && readJson(draft) === undefined;
  return (
    <Textarea
      {...frame}
      error={isUnreadable ? messages.notJson : frame.error}
      autosize
      minRows={2}
      maxRows={12}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      value={draft ?? (props.value === undefined ? '' : JSON.stringify(props.value, null, 2))}
      onBlur={() => isUnreadable || setDraft(undefined)}
      onChange={({ currentTarget: { value: text } }) => {
        setDraft(text);
        const read = readJson(text);
        if (text.trim() === '') props.onChange(undefined);
        else if (read !== undefined) props.onChange(read.value);
      }}
    />
  );
}

/** Undefined when it is not JSON. */
function readJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
