import type { PinnedOutput } from '@lineshaft/api';
import { isJson } from '@lineshaft/flow';
import { ActionIcon, Alert, Button, Group, Input, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { CodeField } from '../../ui/code-editor/code-field.tsx';
import { jsonFault } from '../../ui/code-editor/json-fault.ts';
import { type DraftNode, nodeTitle } from '../draft-flow.ts';
import { portsOf } from '../node-catalog.ts';
import { useEditor } from '../store/editor-context.ts';
import { messages } from './messages.ts';
import classes from './node-columns.module.css';
import { useTry, useTryStore } from './try-context.ts';
import { usePinning } from './use-pinning.ts';

const texts = messages.pin.form;

/** What a node sends out in a try, written by hand: also the answer of a system that is not asked. */
export function PinDialog() {
  const store = useTryStore();
  const dialog = useTry(state => state.dialog);
  const nodeId = dialog?.kind === 'pin' ? dialog.nodeId : undefined;
  const node = useEditor(state => state.flow?.nodes.find(({ id }) => id === nodeId));
  const close = () => store.getState().choose({ dialog: undefined });
  if (!node) return null;
  return (
    <Modal opened onClose={close} title={texts.title(nodeTitle(node))} size="lg">
      <PinForm key={node.id} node={node} onClose={close} />
    </Modal>
  );
}

function PinForm({ node, onClose }: { node: DraftNode; onClose: () => void }) {
  const { pins, save, outputsOf } = usePinning();
  const ports = portsOf(node);
  const empty: PinnedOutput = {
    port: ports[0]?.name ?? 'out',
    contentType: 'application/json',
    headers: {},
    body: { text: '{}' },
  };
  const [outputs, setOutputs] = useState<PinnedOutput[]>(() => {
    const known = pins.get(node.id) ?? outputsOf(node.id) ?? [];
    return known.length === 0 ? [empty] : known.map(filled);
  });
  const [error, setError] = useState<string>();
  const change = (at: number, part: Partial<PinnedOutput>) =>
    setOutputs(before => before.map((output, index) => (index === at ? { ...output, ...part } : output)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(node.id, outputs).then(onClose, (refusal: Error) => setError(refusal.message));
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {messages.pin.where}
        </Text>
        {outputs.length === 0 && <Text size="sm">{texts.nothing}</Text>}
        {outputs.map((output, index) => (
          // Items have no identity but their place.
          <fieldset key={index} className={classes['item']} aria-label={texts.item(index + 1)}>
            <Group align="flex-end" gap="xs">
              <Select
                label={texts.port}
                allowDeselect={false}
                value={output.port}
                data={portChoices(ports, output.port)}
                onChange={port => port !== null && change(index, { port })}
              />
              <TextInput
                label={texts.contentType}
                value={output.contentType}
                onChange={event => change(index, { contentType: event.currentTarget.value })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size={30}
                ml="auto"
                aria-label={texts.remove(index + 1)}
                title={texts.remove(index + 1)}
                onClick={() => setOutputs(outputs.filter((_, at) => at !== index))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </Group>
            <PinnedBody
              output={output}
              label={texts.body(index + 1)}
              onText={text => change(index, { body: { text } })}
            />
          </fieldset>
        ))}
        <Button
          variant="subtle"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => setOutputs([...outputs, { ...empty, port: outputs.at(-1)?.port ?? empty.port }])}
        >
          {texts.add}
        </Button>
        {error !== undefined && (
          <Alert color="red" p="xs">
            {error}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit">{texts.save}</Button>
        </Group>
      </Stack>
    </form>
  );
}

interface PinnedBodyProps {
  output: PinnedOutput;
  label: string;
  onText: (text: string) => void;
}

function PinnedBody({ output: { body, contentType }, label, onText }: PinnedBodyProps) {
  if ('base64' in body)
    return (
      <Text size="sm" c="dimmed">
        {texts.bytes}
      </Text>
    );
  const fault = isJson(contentType) ? jsonFault(body.text) : undefined;
  return (
    <Input.Wrapper component="div" description={fault && texts.notJson}>
      <CodeField
        label={label}
        language={isJson(contentType) ? 'json' : 'text'}
        value={body.text}
        onChange={onText}
        isInvalid={fault !== undefined}
        lines={8}
        expandLabel={`${label}: ${texts.expand}`}
      />
    </Input.Wrapper>
  );
}

/** A stub's empty answer begins as an empty object: there is something to write into. */
function filled(output: PinnedOutput): PinnedOutput {
  const isEmpty = 'text' in output.body && output.body.text === '' && isJson(output.contentType);
  return isEmpty ? { ...output, body: { text: '{}' } } : output;
}

function portChoices(ports: readonly { name: string; title: string }[], named: string) {
  const choices = ports.map(({ name, title }) => ({ value: name, label: title }));
  return choices.some(({ value }) => value === named) ? choices : [...choices, { value: named, label: named }];
}
