import { Button, Group, Input, PasswordInput, Text, Textarea } from '@mantine/core';
import { jsonPointer } from '@lineshaft/flow';
import { type FieldInputProps, useForm } from './form-context.ts';
import { messages } from './messages.ts';
import { useFieldFrame } from './use-field-frame.ts';

/** A value that can be set, replaced and removed (`null`), but never read. */
export function SecretFieldInput(props: FieldInputProps) {
  const { field, path, value, onChange } = props;
  const frame = useFieldFrame(props);
  const isSet = useForm().secretsSet.has(jsonPointer(path));
  const texts = messages.secret;
  if (value === undefined && !isSet) return <SecretEntry {...props} />;
  if (typeof value === 'string') {
    return (
      <Group align="end" gap="xs" wrap="nowrap">
        <div style={{ flex: 1 }}>
          <SecretEntry {...props} />
        </div>
        {isSet && (
          <Button variant="default" onClick={() => onChange(undefined)}>
            {texts.keep}
          </Button>
        )}
      </Group>
    );
  }
  return (
    <Input.Wrapper component="div" label={frame.label} description={frame.description} error={frame.error}>
      <Group gap="xs" mt={4}>
        <Text size="xs">{value === null ? texts.removed : texts.set}</Text>
        {value === null ? (
          <Button variant="default" onClick={() => onChange(undefined)}>
            {texts.keep}
          </Button>
        ) : (
          <>
            <Button
              variant="default"
              aria-label={texts.action(texts.replace, field.title)}
              onClick={() => onChange('')}
            >
              {texts.replace}
            </Button>
            {!field.required && (
              <Button
                variant="default"
                aria-label={texts.action(texts.remove, field.title)}
                onClick={() => onChange(null)}
              >
                {texts.remove}
              </Button>
            )}
          </>
        )}
      </Group>
    </Input.Wrapper>
  );
}

function SecretEntry(props: FieldInputProps) {
  const frame = useFieldFrame(props);
  const isSet = useForm().secretsSet.has(jsonPointer(props.path));
  const shared = {
    ...frame,
    placeholder: '',
    value: typeof props.value === 'string' ? props.value : '',
    autoComplete: 'new-password',
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      // An empty text over a secret that is set: about to be replaced.
      props.onChange(currentTarget.value === '' && !isSet ? undefined : currentTarget.value),
  };
  return props.field.widget === 'textarea' ? (
    <Textarea {...shared} autosize minRows={2} maxRows={6} />
  ) : (
    <PasswordInput {...shared} />
  );
}
