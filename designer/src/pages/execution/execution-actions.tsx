import type { ExecutionDetail } from '@lineshaft/api';
import { endStates } from '@lineshaft/flow';
import { Button, Menu } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { IconChevronDown } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ExecutionOperation, useOperateExecution } from '../../api/executions.ts';
import { useAddSample } from '../../api/samples.ts';
import { messages } from './messages.ts';

const texts = messages.actions;

interface ExecutionActionsProps {
  execution: ExecutionDetail;
  /** The run that is looked at: a sample is made of its input. */
  run: number | undefined;
}

/** What can be done with an execution, in its state. */
export function ExecutionActions({ execution, run }: ExecutionActionsProps) {
  const { id, flowId, state, reprocessed } = execution;
  const navigate = useNavigate();
  const operate = useOperateExecution(id);
  const addSample = useAddSample(flowId);
  const isEnded = endStates.includes(state);
  const wasUndone = execution.nodeRuns.some(({ undoes }) => undoes !== null);
  // A message that went through later would go out twice.
  const isDone = reprocessed?.state === 'succeeded';
  const canRetry = (state === 'dead-lettered' && !wasUndone && !isDone) || state === 'waiting';

  const start = (operation: ExecutionOperation) =>
    operate.mutate(operation, {
      onSuccess: next => {
        notifications.show({ message: texts.done[operation], color: 'success' });
        if (next !== id) void navigate({ to: '/executions/$executionId', params: { executionId: next } });
      },
      onError: showRefusal,
    });
  const cancel = () =>
    modals.openConfirmModal({
      title: texts.cancelTitle,
      children: texts.cancelText,
      labels: { confirm: texts.cancelConfirm, cancel: texts.cancelNot },
      confirmProps: { color: 'red' },
      onConfirm: () => start('cancel'),
    });
  const copy = () =>
    addSample.mutate(
      { executionId: id, ...(run === undefined ? {} : { run }) },
      {
        onSuccess({ id: sample, name }) {
          notifications.show({ message: texts.sampleKept(name), color: 'success' });
          const node = execution.nodeRuns.find(each => each.run === run)?.nodeId;
          void navigate({
            to: '/flows/$flowId',
            params: { flowId },
            search: { view: 'try', sample, ...(node === undefined ? {} : { node }) },
          });
        },
        onError: showRefusal,
      },
    );

  return (
    <>
      {canRetry && (
        <Button title={texts.retryHint} loading={operate.isPending} onClick={() => start('retry')}>
          {texts.retry}
        </Button>
      )}
      {isEnded ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={13} />}>
              {texts.reprocess}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => start('reprocess-current')}>{texts['reprocess-current']}</Menu.Item>
            <Menu.Item onClick={() => start('reprocess-original')}>{texts['reprocess-original']}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : (
        <Button variant="default" onClick={cancel}>
          {texts.cancel}
        </Button>
      )}
      <Button variant="default" onClick={copy} loading={addSample.isPending}>
        {texts.sample}
      </Button>
      <Button
        variant="default"
        renderRoot={props => <Link to="/flows/$flowId" params={{ flowId }} search={{ view: 'edit' }} {...props} />}
      >
        {texts.openFlow}
      </Button>
    </>
  );
}

function showRefusal(error: Error): void {
  notifications.show({ title: texts.refused, message: error.message, color: 'red' });
}
