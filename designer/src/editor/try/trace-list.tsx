import { UnstyledButton } from '@mantine/core';
import { IconCheck, IconPinFilled, IconPlugOff, IconX } from '@tabler/icons-react';
import { nodeTitle } from '../draft-flow.ts';
import { useEditor } from '../store/editor-context.ts';
import { stateInWords } from './marks-of-trial.ts';
import { messages } from './messages.ts';
import type { NodeTrace } from './trace-of-trial.ts';
import classes from './trace-list.module.css';
import { useTrace } from './use-trace.ts';

/** The nodes that ran, in order: what the canvas shows, as a list to go through. */
export function TraceList() {
  const trace = useTrace();
  const flow = useEditor(state => state.flow);
  const chosen = useEditor(state => state.selection.nodes);
  const goTo = useEditor(state => state.goTo);
  if (trace.size === 0) return null;
  const titles = new Map(flow?.nodes.map(node => [node.id, nodeTitle(node)]));
  return (
    <ol className={classes['list']} aria-label={messages.trace.label}>
      {[...trace.values()].map(traced => (
        <li key={traced.nodeId}>
          <UnstyledButton
            className={classes['node']}
            aria-current={chosen.has(traced.nodeId) || undefined}
            data-state={traced.state}
            onClick={() => goTo({ nodeId: traced.nodeId })}
          >
            <Mark traced={traced} />
            <span className={classes['title']}>{titles.get(traced.nodeId) ?? traced.runs[0]?.run.nodeName}</span>
            <span className={classes['result']}>{stateInWords(traced)}</span>
          </UnstyledButton>
        </li>
      ))}
    </ol>
  );
}

function Mark({ traced: { stoodIn, state } }: { traced: NodeTrace }) {
  const Icon =
    stoodIn === 'stub' ? IconPlugOff : stoodIn === 'pin' ? IconPinFilled : state === 'failed' ? IconX : IconCheck;
  return <Icon size={13} stroke={2.4} className={classes['mark']} data-stood-in={stoodIn ?? undefined} aria-hidden />;
}
