import { cronFault, isTimeZone, nextTicks } from '@lineshaft/connectors/ticks';
import { List, Stack, Text, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { asObject } from '../../../ui/schema-form/field-value.ts';
import { type FieldInputProps, useForm } from '../../../ui/schema-form/form-context.ts';
import { useDraft } from '../../../ui/schema-form/use-draft.ts';
import { useFieldFrame } from '../../../ui/schema-form/use-field-frame.ts';
import { useNow } from '../../../ui/use-now.ts';
import { messages } from '../messages.ts';

/** A cron expression, and the next five times that it means in the time zone that stands beside it. */
export function CronWidget(props: FieldInputProps) {
  const { text, setDraft, clearDraft } = useDraft(typeof props.value === 'string' ? props.value : '');
  const zone = useTimeZone();
  return (
    <Stack gap={4}>
      <TextInput
        {...useFieldFrame(props)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={text}
        onBlur={clearDraft}
        onChange={({ currentTarget: { value } }) => {
          setDraft(value);
          props.onChange(value === '' ? undefined : value);
        }}
      />
      <NextTimes expression={text} timeZone={zone} />
    </Stack>
  );
}

function NextTimes({ expression, timeZone }: { expression: string; timeZone: string }) {
  // A new minute may be past the first of them.
  const minute = Math.floor(useNow(10_000) / 60_000) * 60_000;
  const ticks = useMemo(
    () => (expression === '' || cronFault(expression) ? [] : nextTicks(expression, timeZone, minute, 5)),
    [expression, timeZone, minute],
  );
  if (ticks.length === 0) return null;
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
    timeZoneName: 'short',
  });
  return (
    <div>
      <Text size="xs" fw={500}>
        {messages.cron.next}
      </Text>
      <List size="xs" c="dimmed" listStyleType="none" aria-label={messages.cron.next}>
        {ticks.map(tick => (
          <List.Item key={tick}>{format.format(tick)}</List.Item>
        ))}
      </List>
    </div>
  );
}

/** The zone that a field of the same form names; UTC until one does. */
function useTimeZone(): string {
  const { fields, value } = useForm();
  const field = fields.find(each => each.widget === 'time-zone');
  const zone = field && asObject(value)[field.key];
  return typeof zone === 'string' && isTimeZone(zone) ? zone : 'UTC';
}
