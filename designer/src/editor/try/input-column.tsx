import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconBookmarkPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { failingPath } from '../../failures/explain-error.ts';
import { type DraftNode, nodeTitle } from '../draft-flow.ts';
import { useEditor } from '../store/editor-context.ts';
import { ItemView } from './item-view.tsx';
import { messageOfBody } from './message-of-body.ts';
import { messages } from './messages.ts';
import classes from './node-columns.module.css';
import { isSource } from './run-scope.ts';
import { useSampleActions } from './samples/use-sample-actions.ts';
import { originOf, type TracedRun } from './trace-of-trial.ts';
import { useTry } from './try-context.ts';
import { useLoadWhole } from './use-load-whole.ts';

const texts = messages.panel;

interface InputColumnProps {
  node: DraftNode;
  shown: TracedRun | undefined;
  pager: ReactNode;
}

/** What came into the node. */
export function InputColumn({ node, shown, pager }: InputColumnProps) {
  const origin = useOrigin(node, shown);
  const { add } = useSampleActions();
  const wasRun = useTry(state => state.last !== undefined);
  const input = shown?.run.input;
  const load = useLoadWhole(node.id, input);
  const kept = input && messageOfBody(input);
  return (
    <section className={classes['column']} aria-label={texts.input}>
      <div className={classes['head']}>
        <h2 className={classes['title']}>
          {texts.input} <span className={classes['note']}>{origin}</span>
        </h2>
        <Group gap={4} wrap="nowrap">
          {pager}
          {kept && (
            <Tooltip label={texts.keepSample}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={texts.keepSample}
                onClick={() => void add({ ...kept, name: `${nodeTitle(node)}: ${texts.input}`.slice(0, 120) })}
              >
                <IconBookmarkPlus size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      </div>
      <div className={classes['content']}>
        {input ? (
          <ItemView
            key={`${shown.execution.id} ${shown.run.run}`}
            item={input}
            label={texts.input}
            side="input"
            marked={failingPath(shown.run.error)}
            onLoadWhole={load}
          />
        ) : (
          <Text size="sm" c="dimmed">
            {isSource(node) ? texts.sourceInput : wasRun ? texts.notReached : texts.notRun}
          </Text>
        )}
      </div>
    </section>
  );
}

/** Where what came in came from, in words. */
function useOrigin(node: DraftNode, shown: TracedRun | undefined): string {
  const flow = useEditor(state => state.flow);
  const tried = useTry(state => state.alone.get(node.id) ?? state.last);
  if (!shown || !tried) return '';
  const origin = originOf(shown.run, shown.execution, tried.trial.entry);
  if (!origin) return 'id' in tried.request.sample ? texts.isSample : texts.isGiven;
  const sender = flow?.nodes.find(({ id }) => id === origin.nodeId);
  return texts.from(sender ? nodeTitle(sender) : origin.nodeId, origin.port);
}
