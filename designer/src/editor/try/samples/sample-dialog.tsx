import type { BodyInput } from '@lineshaft/api';
import { isJson } from '@lineshaft/flow';
import { Autocomplete, Button, Group, Input, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { type SampleContent, useSample, useSaveSample } from '../../../api/samples.ts';
import { CodeField } from '../../../ui/code-editor/code-field.tsx';
import { formatBytes } from '../../../ui/body-view/format-bytes.ts';
import { Failure, Loading } from '../../../ui/states.tsx';
import { useEditor } from '../../store/editor-context.ts';
import { messages } from '../messages.ts';
import { bodyFault } from './body-fault.ts';
import { headerLines, readHeaderLines } from './header-lines.ts';
import { useSampleActions } from './use-sample-actions.ts';

const texts = messages.samples.form;

const contentTypes = ['application/json', 'application/xml', 'text/csv', 'text/plain', 'application/edifact'];

const nothing: SampleContent = { name: '', contentType: 'application/json', headers: {}, body: { text: '' } };

interface SampleDialogProps {
  /** Left out: a new one. */
  sampleId: string | undefined;
  onClose: () => void;
}

/** A sample as a form: pasted, written, renamed. */
export function SampleDialog({ sampleId, onClose }: SampleDialogProps) {
  const flowId = useEditor(state => state.flowId);
  const { data, error } = useSample(flowId, sampleId);
  const saveSample = useSaveSample(flowId);
  const { add, isBusy } = useSampleActions();
  const save = async (content: SampleContent) => {
    if (sampleId === undefined) {
      if (await add(content)) onClose();
      return;
    }
    saveSample.mutate(
      { id: sampleId, content },
      { onSuccess: onClose, onError: refusal => notifications.show({ color: 'red', message: refusal.message }) },
    );
  };
  return (
    <Modal opened onClose={onClose} title={sampleId === undefined ? texts.newTitle : texts.editTitle} size="lg">
      {error ? (
        <Failure error={error} />
      ) : sampleId === undefined || data ? (
        <SampleForm
          initial={data ?? nothing}
          isNew={sampleId === undefined}
          isBusy={isBusy || saveSample.isPending}
          onSave={content => void save(content)}
          onClose={onClose}
        />
      ) : (
        <Loading />
      )}
    </Modal>
  );
}

interface SampleFormProps {
  initial: SampleContent;
  isNew: boolean;
  isBusy: boolean;
  onSave: (content: SampleContent) => void;
  onClose: () => void;
}

function SampleForm({ initial, isNew, isBusy, onSave, onClose }: SampleFormProps) {
  const [name, setName] = useState(initial.name);
  const [contentType, setContentType] = useState(initial.contentType);
  const [lines, setLines] = useState(headerLines(initial.headers));
  const [body, setBody] = useState(initial.body);
  const [wasTried, setTried] = useState(false);
  const read = readHeaderLines(lines);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || 'fault' in read || bodyFault(body, contentType) !== undefined) return;
    onSave({ name: name.trim(), contentType, headers: read.headers, body });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Group grow align="flex-start">
          <TextInput
            label={texts.name}
            placeholder={texts.namePlaceholder}
            withAsterisk
            {...(isNew ? {} : { 'data-autofocus': true })}
            maxLength={120}
            value={name}
            error={wasTried && name.trim() === '' ? texts.nameFault : undefined}
            onChange={event => setName(event.currentTarget.value)}
          />
          <Autocomplete label={texts.contentType} data={contentTypes} value={contentType} onChange={setContentType} />
        </Group>
        <BodyField body={body} contentType={contentType} isFirst={isNew} onChange={setBody} />
        <Textarea
          label={texts.headers}
          description={texts.headersHint}
          autosize
          minRows={1}
          maxRows={6}
          value={lines}
          error={wasTried && 'fault' in read ? texts.headerFault(read.fault) : undefined}
          onChange={event => setLines(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={isBusy}>
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface BodyFieldProps {
  body: BodyInput;
  contentType: string;
  isFirst: boolean;
  onChange: (body: BodyInput) => void;
}

function BodyField({ body, contentType, isFirst, onChange }: BodyFieldProps) {
  if ('base64' in body)
    return (
      <Text size="sm" c="dimmed">
        {texts.bytes(formatBytes(Math.floor((body.base64.length * 3) / 4)))}
      </Text>
    );
  const fault = bodyFault(body, contentType);
  return (
    <Input.Wrapper
      component="div"
      label={texts.body}
      labelElement="div"
      error={fault === undefined ? undefined : texts.notJson(fault)}
    >
      <CodeField
        label={texts.body}
        language={isJson(contentType) ? 'json' : 'text'}
        value={body.text}
        onChange={text => onChange({ text })}
        placeholder={texts.bodyPlaceholder}
        isInvalid={fault !== undefined}
        lines={12}
        isFirst={isFirst}
        expandLabel={texts.expand}
      />
    </Input.Wrapper>
  );
}
