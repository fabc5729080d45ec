import { useConnection, useViewport, ViewportPortal } from '@xyflow/react';
import { refusalOf } from '../commands/connect-nodes.ts';
import { useEditor } from '../store/editor-context.ts';
import classes from './flow-canvas.module.css';

/** While an edge is drawn to where it must not go: why, beside the pointer. */
export function ConnectionRefusal() {
  const flow = useEditor(state => state.flow);
  const { zoom } = useViewport();
  const connection = useConnection();
  if (!connection.inProgress || !connection.toHandle || !connection.toNode || !flow) return null;
  const { fromHandle, fromNode, toNode, toHandle, to } = connection;
  const isForward = fromHandle.type === 'source';
  const port = (isForward ? fromHandle.id : toHandle.id) ?? 'out';
  const [from, target] = isForward ? [fromNode.id, toNode.id] : [toNode.id, fromNode.id];
  const reason = refusalOf(flow, { from, port, to: target });
  if (reason === undefined) return null;
  return (
    <ViewportPortal>
      <div
        role="status"
        className={classes['refusal']}
        style={{ transform: `translate(${to.x + 14}px, ${to.y + 14}px) scale(${1 / zoom})` }}
      >
        {reason}
      </div>
    </ViewportPortal>
  );
}
