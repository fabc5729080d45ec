import { type Node, type NodeProps, NodeResizer } from '@xyflow/react';
import { memo, useState } from 'react';
import { messages } from '../messages.ts';
import { useCanvasActions } from './canvas-actions.ts';
import type { NoteData } from './draw-flow.ts';
import classes from './note-box.module.css';

/** A remark on the canvas. It can be moved by its edge, and written into. */
export const NoteBox = memo(
  Note,
  (before, after) => before.data.note === after.data.note && before.selected === after.selected,
);

function Note({ data, selected }: NodeProps<Node<NoteData, 'note'>>) {
  const actions = useCanvasActions();
  const [size, setSize] = useState<{ width: number; height: number }>();
  const { note } = data;
  return (
    <div className={classes['note']} style={size}>
      {actions && (
        <NodeResizer
          isVisible={selected}
          minWidth={100}
          minHeight={50}
          onResize={(_, { width, height }) => setSize({ width, height })}
          onResizeEnd={(_, { width, height }) => {
            setSize(undefined);
            actions.changeNote(note.id, { width: Math.round(width), height: Math.round(height) });
          }}
        />
      )}
      <textarea
        className={`${classes['text']} nodrag nowheel`}
        aria-label={messages.canvas.noteText}
        value={note.text}
        readOnly={actions === undefined}
        onChange={event => actions?.changeNote(note.id, { text: event.currentTarget.value })}
      />
    </div>
  );
}
