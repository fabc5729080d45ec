import { formatDuration } from '../../ui/format-time.ts';
import { Countdown } from '../../ui/countdown.tsx';
import type { Column } from '../../ui/virtual-table/column.ts';
import { VirtualTable } from '../../ui/virtual-table/virtual-table.tsx';
import { messages } from './messages.ts';
import { pendingState } from './pending-state.ts';
import type { Fold, Waterfall, WaterfallRow } from './waterfall-layout.ts';
import classes from './waterfall-view.module.css';

const texts = messages.waterfall;

interface WaterfallViewProps {
  waterfall: Waterfall;
  selected: string | undefined;
  onSelect: (row: WaterfallRow) => void;
}

/** Every attempt as a bar in time; arrow keys go from one to the next. */
export function WaterfallView({ waterfall, selected, onSelect }: WaterfallViewProps) {
  return (
    <VirtualTable<WaterfallRow>
      label={texts.label}
      columns={columnsOf(waterfall)}
      rows={waterfall.rows}
      rowId={({ key }) => key}
      activeId={selected ?? ''}
      onActive={onSelect}
      empty={texts.empty}
    />
  );
}

function columnsOf({ folds, durationMs }: Waterfall): Column<WaterfallRow>[] {
  return [
    { id: 'node', title: texts.node, width: 'minmax(150px, 1fr)', render: row => <NodeName row={row} /> },
    { id: 'state', title: texts.state, width: '110px', render: row => <RunState row={row} /> },
    {
      id: 'duration',
      title: texts.duration,
      width: '72px',
      align: 'right',
      render: ({ attempt, pending }) => {
        if (attempt) return formatDuration(attempt.durationMs);
        return pending?.dueAt && <Countdown to={pending.dueAt} />;
      },
    },
    {
      id: 'timeline',
      title: texts.timeline(formatDuration(durationMs)),
      width: 'minmax(140px, 1.2fr)',
      render: row => <Bar row={row} folds={folds} />,
    },
  ];
}

function NodeName({ row: { nodeName, attempt } }: { row: WaterfallRow }) {
  const notes = [
    ...(attempt && attempt.attempt > 1 ? [texts.attempt(attempt.attempt)] : []),
    ...(attempt && attempt.undoes !== null ? [texts.undoes(attempt.undoes)] : []),
  ].join(', ');
  return (
    <span title={[nodeName, notes].filter(Boolean).join(', ')}>
      {nodeName} {notes !== '' && <span className={classes['note']}>{notes}</span>}
    </span>
  );
}

function RunState({ row: { attempt, pending } }: { row: WaterfallRow }) {
  const tone = attempt?.state ?? (pending && pendingState(pending));
  const text = attempt ? texts.states[attempt.state] : pending && texts.pending[pendingState(pending)];
  return (
    <span className={classes['state']} data-tone={tone}>
      {text}
    </span>
  );
}

function Bar({ row, folds }: { row: WaterfallRow; folds: readonly Fold[] }) {
  const { start, width, attempt } = row;
  const percent = (share: number) => `${share * 100}%`;
  return (
    <span className={classes['track']}>
      {folds.map(fold => (
        <span
          key={fold.at}
          className={classes['fold']}
          title={texts.fold(formatDuration(fold.durationMs))}
          style={{ left: percent(fold.at), width: percent(fold.width) }}
        />
      ))}
      {attempt && (
        <span
          className={classes['bar']}
          data-tone={attempt.undoes === null ? attempt.state : 'undoes'}
          title={formatDuration(attempt.durationMs)}
          style={{ left: `min(${percent(start)}, calc(100% - 3px))`, width: percent(width) }}
        />
      )}
    </span>
  );
}
