import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import type { NodeDecoration } from './diagram-graph.ts';
import classes from './flow-diagram.module.css';

export type DiagramNodeData = Node<{
  name: string;
  type: string;
  ports: string[];
  /** Another node undoes this one. */
  hasUndo: boolean;
  decoration: NodeDecoration | undefined;
}>;

/** A box of a flow that is looked at, not edited. */
export function DiagramNode({ data, selected }: NodeProps<DiagramNodeData>) {
  const { name, type, ports, hasUndo, decoration } = data;
  return (
    <div className={classes['node']} data-tone={decoration?.tone} data-selected={selected || undefined} title={name}>
      <Handle type="target" position={Position.Left} isConnectable={false} className={classes['handle']} />
      <div className={classes['name']}>{name}</div>
      <div className={classes['text']}>{decoration?.text ?? type}</div>
      {ports.map((port, index) => (
        <Handle
          key={port}
          id={port}
          type="source"
          position={Position.Right}
          isConnectable={false}
          className={classes['handle']}
          style={{ top: `${((index + 1) * 100) / (ports.length + 1)}%` }}
        />
      ))}
      {hasUndo && (
        <Handle
          id="undo"
          type="source"
          position={Position.Bottom}
          isConnectable={false}
          className={classes['handle']}
        />
      )}
    </div>
  );
}
