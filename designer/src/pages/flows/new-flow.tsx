import { ApiError } from '@lineshaft/api';
import { flowDefinitionSchema } from '@lineshaft/flow';
import { Alert, Button, Group, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useCreateFlow } from '../../api/flows.ts';
import { idFrom } from '../../ui/id-from.ts';
import { blankFlow, withIdentity } from './blank-flow.ts';
import { FlowFromExample } from './flow-from-example.tsx';
import { FlowFromFile } from './flow-from-file.tsx';
import { messages } from './messages.ts';

const texts = messages.create;

type NewFlowOrigin = keyof typeof texts.from;

interface NewFlowProps {
  /** Left out: the flow is a copy of `template`, and nothing can be chosen. */
  origin?: NewFlowOrigin;
  onOrigin?: (origin: NewFlowOrigin) => void;
  /** What the flow begins with. */
  template?: Record<string, unknown> | undefined;
  onClose: () => void;
}

/** A new flow: what it begins with, and what it is called. */
export function NewFlow({ origin, onOrigin, template: given, onClose }: NewFlowProps) {
  const navigate = useNavigate();
  const create = useCreateFlow();
  const [template, setTemplate] = useState(given);
  const [fields, setFields] = useState(() => fieldsOf(given));
  const [ownId, setOwnId] = useState<string>();
  const id = ownId ?? idFrom(fields.name);
  const isIdValid = flowDefinitionSchema.shape.id.safeParse(id).success;
  const needsTemplate = origin === 'example' || origin === 'file';

  const take = (next: Record<string, unknown> | undefined) => {
    setTemplate(next);
    if (next) setFields(fieldsOf(next));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      { id, definition: withIdentity(template ?? blankFlow, { id, ...fields }) },
      { onSuccess: () => void navigate({ to: '/flows/$flowId', params: { flowId: id }, search: { view: 'edit' } }) },
    );
  };
  const field = (name: keyof typeof fields, isFirst = false) => (
    <TextInput
      label={texts[name]}
      description={texts[`${name}Hint`]}
      value={fields[name]}
      onChange={event => setFields({ ...fields, [name]: event.currentTarget.value })}
      maxLength={120}
      required
      {...(isFirst ? { 'data-autofocus': true } : {})}
    />
  );

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {origin && (
          <SegmentedControl
            aria-label={texts.fromLabel}
            value={origin}
            onChange={value => {
              take(undefined);
              onOrigin?.(value as NewFlowOrigin);
            }}
            data={Object.entries(texts.from).map(([value, label]) => ({ value, label }))}
          />
        )}
        {origin === 'example' && <FlowFromExample onTake={take} />}
        {origin === 'file' && <FlowFromFile onTake={take} />}
        {field('name', true)}
        <TextInput
          label={texts.id}
          description={texts.idHint}
          value={id}
          onChange={event => setOwnId(event.currentTarget.value)}
          error={id !== '' && !isIdValid ? texts.idInvalid : undefined}
          required
        />
        {field('owner')}
        {field('domain')}
        {create.isError && <Alert color="red">{refusalOf(create.error)}</Alert>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={!isIdValid || (needsTemplate && template === undefined)}
          >
            {texts.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function fieldsOf(template: Record<string, unknown> = {}) {
  const text = (name: string) => (typeof template[name] === 'string' ? template[name] : '');
  return { name: text('name'), owner: text('owner'), domain: text('domain') };
}

function refusalOf(error: Error): string {
  return error instanceof ApiError && error.code === 'draft-changed' ? texts.taken : error.message;
}
