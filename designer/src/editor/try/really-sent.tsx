import { Alert, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useConnections } from '../../api/connections.ts';
import { useRuntime } from '../../api/runtime.ts';
import { type DraftNode, nodeTitle } from '../draft-flow.ts';
import { useEditor } from '../store/editor-context.ts';
import { messages } from './messages.ts';
import { deliveriesOf } from './run-scope.ts';
import classes from './try-panel.module.css';
import { useTry } from './try-context.ts';
import { usePinning } from './use-pinning.ts';

const texts = messages.sending;

/** While “Really send” is ticked: which systems a run calls. */
export function ReallySent() {
  const reallySend = useTry(state => state.reallySend);
  const sourceId = useTry(state => state.sourceId);
  const flow = useEditor(state => state.flow);
  const { pins } = usePinning();
  const environment = useRuntime().data?.environment ?? '';
  if (!reallySend || !flow) return null;
  const nodes = deliveriesOf(flow, { kind: 'all' }, sourceId, id => pins.has(id));
  return (
    <div className={classes['notices']}>
      <Alert color="orange" p="xs" icon={<IconSend size={15} aria-hidden />} aria-label={texts.label}>
        <Text size="sm" component="div">
          {nodes.length === 0 ? texts.nothing : texts.calls(environment)}{' '}
          {[...Map.groupBy(nodes, ({ connection }) => connection)].map(([connection, using], index) => (
            <span key={connection ?? ''}>
              {index > 0 && ' · '}
              <Target connection={connection} nodes={using} />
            </span>
          ))}
        </Text>
      </Alert>
    </div>
  );
}

function Target({ connection, nodes }: { connection: string | undefined; nodes: readonly DraftNode[] }) {
  const connections = useConnections().data?.connections;
  const names = nodes.map(nodeTitle).join(', ');
  if (connection === undefined) return texts.without(names);
  const known = connections?.find(({ id }) => id === connection);
  const mark = known && known.mode !== 'normal' ? texts.held : connections && !known ? texts.unknown : undefined;
  return (
    <>
      <strong>{known?.name ?? connection}</strong>
      {mark && ` (${mark})`} ({names})
    </>
  );
}
