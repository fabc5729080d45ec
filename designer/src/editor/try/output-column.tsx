import { Alert, Button, Group, Text } from '@mantine/core';
import { IconPin, IconPinFilled } from '@tabler/icons-react';
import { HttpCallView } from '../../http-call/http-call-view.tsx';
import { StatusLabel } from '../../ui/status-label.tsx';
import type { DraftNode } from '../draft-flow.ts';
import { portsOf } from '../node-catalog.ts';
import { stateInWords } from './marks-of-trial.ts';
import { bodyOfMessage } from './message-of-body.ts';
import { messages } from './messages.ts';
import classes from './node-columns.module.css';
import { OutputGroups } from './output-groups-view.tsx';
import { type OutputGroup, outputGroups } from './output-groups.ts';
import { RunFailure } from './run-failure.tsx';
import { deliversOutside, isSource } from './run-scope.ts';
import type { NodeTrace, TracedRun } from './trace-of-trial.ts';
import { useTry, useTryStore } from './try-context.ts';
import { usePinning } from './use-pinning.ts';

const texts = messages.panel;

interface OutputColumnProps {
  node: DraftNode;
  traced: NodeTrace | undefined;
  shown: TracedRun | undefined;
}

/** What the node sent out, or is pinned to send out. */
export function OutputColumn({ node, traced, shown }: OutputColumnProps) {
  const { pins } = usePinning();
  const message = useTry(state =>
    state.last?.trial.entry === node.id ? state.last.trial.executions[0]?.message : undefined,
  );
  const pinned = pins.get(node.id);
  const titles = new Map(portsOf(node).map(({ name, title }) => [name, title]));
  const groups = pinned
    ? outputGroups(
        { outputs: pinned.map(({ port, ...item }) => ({ port, ...bodyOfMessage(item) })), ...nothingElse },
        titles,
      )
    : shown
      ? outputGroups(shown.run, titles)
      : message && isSource(node)
        ? [{ key: 'message', label: texts.isSample, items: [message] }]
        : [];
  const isStub = !pinned && shown?.run.stoodIn === 'stub';
  return (
    <section className={classes['column']} aria-label={texts.output} data-pinned={pinned ? true : undefined}>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{texts.output}</h2>
        {traced && !pinned && <State traced={traced} />}
        {!isSource(node) && <PinButtons node={node} isPinned={pinned !== undefined} />}
      </div>
      <div className={classes['content']}>
        {pinned && (
          <div className={classes['pinned']}>
            {messages.pin.isPinned}
            <span className={classes['hint']}>{messages.pin.where}</span>
          </div>
        )}
        {isStub && <Stub node={node} shown={shown} />}
        {!isStub && !pinned && shown && (
          <HttpCallView node={node} input={shown.run.input} status={shown.run.outputs[0]?.headers['x-http-status']} />
        )}
        {!pinned && shown?.run.error && <RunFailure error={shown.run.error} />}
        {!isStub && <Sent node={node} groups={groups} shown={shown} isPinned={pinned !== undefined} />}
      </div>
    </section>
  );
}

const nothingElse = { reply: null, sent: [] };

function Sent({
  node,
  groups,
  shown,
  isPinned,
}: {
  node: DraftNode;
  groups: OutputGroup[];
  shown: TracedRun | undefined;
  isPinned: boolean;
}) {
  if (groups.length > 0)
    return (
      <OutputGroups
        key={isPinned ? 'pin' : `${shown?.execution.id} ${shown?.run.run}`}
        nodeId={node.id}
        groups={groups}
        isOnlyWay={portsOf(node).length < 2 && groups[0]?.key.startsWith('port') === true}
      />
    );
  if (shown?.run.error && !isPinned) return null;
  const text = shown || isPinned ? texts.noOutput : deliversOutside(node) ? texts.noDeliveryYet : texts.noOutputYet;
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}

function State({ traced }: { traced: NodeTrace }) {
  const tone = traced.stoodIn === 'stub' ? 'quiet' : traced.state === 'failed' ? 'bad' : 'good';
  return (
    <Text size="xs" component="div">
      <StatusLabel tone={tone}>{stateInWords(traced)}</StatusLabel>
    </Text>
  );
}

function Stub({ node, shown }: { node: DraftNode; shown: TracedRun }) {
  const store = useTryStore();
  return (
    <Alert color="gray" p="xs">
      <Text size="sm">{texts.stub}</Text>
      <HttpCallView node={node} input={shown.run.input} lead={texts.wouldSend} />
      <Text size="xs" c="dimmed">
        {texts.stubHint}
      </Text>
      <Button
        mt={6}
        variant="default"
        size="compact-sm"
        onClick={() => store.getState().choose({ dialog: { kind: 'pin', nodeId: node.id } })}
      >
        {texts.stubEdit}
      </Button>
    </Alert>
  );
}

function PinButtons({ node, isPinned }: { node: DraftNode; isPinned: boolean }) {
  const store = useTryStore();
  const { pin, unpin } = usePinning();
  return (
    <Group gap={4} wrap="nowrap">
      {isPinned && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          onClick={() => store.getState().choose({ dialog: { kind: 'pin', nodeId: node.id } })}
        >
          {messages.pin.edit}
        </Button>
      )}
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        aria-pressed={isPinned}
        title={isPinned ? undefined : messages.pin.pinHint}
        leftSection={
          isPinned ? (
            <IconPinFilled size={13} color="var(--pinned-text)" aria-hidden />
          ) : (
            <IconPin size={13} aria-hidden />
          )
        }
        onClick={() => (isPinned ? unpin(node.id) : pin(node.id))}
      >
        {isPinned ? messages.pin.unpin : messages.pin.pin}
      </Button>
    </Group>
  );
}
