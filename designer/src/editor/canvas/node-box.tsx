import {
  IconAlertCircle,
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconClock,
  IconPinFilled,
  IconPlayerPlay,
  IconPlugOff,
  IconPlus,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { nodeTitle } from '../draft-flow.ts';
import { messages } from '../messages.ts';
import { useCanvasActions } from './canvas-actions.ts';
import type { DrawnPort, Mark, NodeData } from './draw-flow.ts';
import classes from './node-box.module.css';
import { headHeight, inputHandle, portTop } from './node-geometry.ts';
import { NodeIcon } from './node-icon.tsx';
import { undoHandle } from './undo-arrows.ts';

/** A node on the canvas. Rendered anew only when something of itself changed, not while it is moved. */
export const NodeBox = memo(Box, (before, after) => before.data === after.data);

function Box({ data }: NodeProps<Node<NodeData, 'node'>>) {
  const { node, manifest, ports, isUndone, connection, errors, warnings, problem, mark } = data;
  const title = nodeTitle(node);
  const type = manifest?.title ?? `${messages.canvas.unknownType}: ${node.type}`;
  return (
    <div
      className={classes['box']}
      data-role={manifest?.role ?? 'unknown'}
      data-mark={mark?.tone}
      data-pinned={mark?.isPinned || undefined}
    >
      <div className={classes['head']}>
        <span className={classes['icon']}>
          <NodeIcon manifest={manifest} />
        </span>
        <span className={classes['titles']}>
          <span className={classes['title']} title={title}>
            {title}
          </span>
          <span
            className={classes['type']}
            title={connection === undefined ? type : `${type} ${messages.canvas.via(connection)}`}
          >
            {type}
            {connection !== undefined && ` ${messages.canvas.via(connection)}`}
          </span>
        </span>
        {mark?.text !== undefined && <span className={classes['mark']}>{mark.text}</span>}
        {mark?.isPinned && (
          <IconPinFilled size={14} className={classes['pin']} role="img" aria-label={messages.canvas.pinned} />
        )}
        {errors + warnings > 0 && (
          <span className={classes['problems']} data-severity={errors > 0 ? 'error' : 'warning'} title={problem}>
            {errors > 0 ? <IconAlertCircle size={14} aria-hidden /> : <IconAlertTriangle size={14} aria-hidden />}
            {errors + warnings}
          </span>
        )}
      </div>
      {mark?.below !== undefined && <Result mark={mark} />}
      {manifest?.role !== 'source' && (
        <Handle
          id={inputHandle}
          type="target"
          position={Position.Left}
          className={classes['handle']}
          style={{ top: headHeight / 2 }}
          title={messages.canvas.input(title)}
        />
      )}
      {ports.map((port, index) => (
        <Output key={port.name} port={port} top={portTop(index, ports.length)} named={ports.length > 1} data={data} />
      ))}
      {isUndone && (
        <Handle
          id={undoHandle}
          type="source"
          position={Position.Bottom}
          className={classes['undo']}
          isConnectable={false}
        />
      )}
    </div>
  );
}

const resultIcons: Partial<Record<NonNullable<Mark['tone']>, TablerIcon>> = {
  good: IconCheck,
  bad: IconX,
  busy: IconClock,
  running: IconPlayerPlay,
  undone: IconArrowBackUp,
  stub: IconPlugOff,
};

/** How the node did, beneath it. */
function Result({ mark }: { mark: Mark }) {
  const Icon = mark.tone && resultIcons[mark.tone];
  return (
    <span className={classes['below']} data-tone={mark.tone} title={mark.below}>
      {Icon && <Icon size={12} stroke={2.4} className={classes['resultIcon']} aria-hidden />}
      <span className={classes['resultText']}>{mark.below}</span>
    </span>
  );
}

function Output({ port, top, named, data }: { port: DrawnPort; top: number; named: boolean; data: NodeData }) {
  const actions = useCanvasActions();
  const title = nodeTitle(data.node);
  return (
    <>
      {named && (
        <span className={classes['port']} style={{ top }} data-missing={port.missing || undefined} title={port.title}>
          {port.title}
        </span>
      )}
      <Handle
        id={port.name}
        type="source"
        position={Position.Right}
        className={classes['handle']}
        data-port={port.name === 'error' ? 'error' : undefined}
        style={{ top }}
        isConnectableEnd={false}
        title={messages.canvas.output(title, port.title)}
        onClick={event => actions?.quickAdd(data.node.id, port.name, { x: event.clientX, y: event.clientY })}
      />
      {actions && !port.connected && (
        <button
          type="button"
          className={`${classes['add']} nodrag nopan`}
          style={{ top }}
          aria-label={messages.canvas.addAfter(title, port.title)}
          onClick={event => {
            const { right, top: y } = event.currentTarget.getBoundingClientRect();
            actions.quickAdd(data.node.id, port.name, { x: right, y });
          }}
        >
          <IconPlus size={11} stroke={2.2} aria-hidden />
        </button>
      )}
    </>
  );
}
