import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  memo,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { messages } from '../../messages.ts';
import type { Column, Sort } from './column.ts';
import { moveRow } from './move-row.ts';
import { isAllSelected, type Selection, toggled, toggledAll, withRange } from './selection.ts';
import { TableHead } from './table-head.tsx';
import { useReading } from './use-reading.ts';
import classes from './virtual-table.module.css';

const rowHeight = 28;

interface VirtualTableProps<Row> {
  /** What the rows are, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** What stands there without rows. */
  empty: ReactNode;
  selection?: { selected: Selection; onChange: (next: Selection) => void; labelOf: (row: Row) => string };
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** There are more rows than were given; `onMore` is called when the last ones come into sight. */
  hasMore?: boolean;
  onMore?: () => void;
  /** Whether somebody reads (the first row is out of sight, pointer or keyboard is on the rows): rows should not move. */
  onReading?: (isReading: boolean) => void;
  /** The row that stands out; left out: the table keeps it to itself. */
  activeId?: string | undefined;
  /** A row was reached by the arrow keys or a click. */
  onActive?: (row: Row) => void;
  /** The element that scrolls. */
  viewportRef?: RefObject<HTMLDivElement | null>;
}

/** A dense table of any length, of which only what is in sight is drawn. One stop for Tab; arrow keys move within. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, rowId, onOpen, selection, sort, onSort, hasMore = false, onMore } = props;
  const gridId = useId();
  const ownViewport = useRef<HTMLDivElement>(null);
  const viewport = props.viewportRef ?? ownViewport;
  const [ownActiveId, setOwnActiveId] = useState<string>();
  const activeId = props.activeId ?? ownActiveId;
  const setActive = (row: Row | undefined) => {
    if (!row) return;
    setOwnActiveId(rowId(row));
    props.onActive?.(row);
  };
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeight,
    getItemKey: index => rowId(rows[index] as Row),
    overscan: 12,
    // The titles stand above the rows, and stay.
    scrollMargin: rowHeight,
    scrollPaddingStart: rowHeight,
  });
  const drawn = virtualizer.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? -1;

  useEffect(() => {
    if (hasMore && lastDrawn >= rows.length - 30) onMore?.();
  }, [hasMore, lastDrawn, rows.length, onMore]);

  const order = sort && `${sort.column} ${sort.descending}`;
  useEffect(() => {
    // In another order the first rows are what is looked for.
    viewport.current?.scrollTo({ top: 0 });
    setOwnActiveId(undefined);
  }, [order, viewport]);

  const ids = rows.map(rowId);
  const activeIndex = activeId === undefined ? -1 : ids.indexOf(activeId);
  const tracks = [...(selection ? ['30px'] : []), ...columns.map(column => column.width)].join(' ');

  const reading = useReading(viewport, props.onReading);

  const activate = (index: number) => {
    setActive(rows[index]);
    virtualizer.scrollToIndex(index);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey) return;
    const active = rows[activeIndex];
    if (event.key === 'Enter' && active) onOpen?.(active);
    else if (event.key === ' ' && active && selection) selection.onChange(toggled(selection.selected, rowId(active)));
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && selection) selection.onChange(new Set(ids));
    else {
      const pageRows = Math.floor((viewport.current?.clientHeight ?? 0) / rowHeight) - 1;
      const next = moveRow(event.key, activeIndex, rows.length, pageRows);
      if (next === undefined) return;
      if (event.shiftKey && selection) selection.onChange(withRange(selection.selected, ids, activeIndex, next));
      activate(next);
    }
    event.preventDefault();
  };

  const onRowClick = (event: MouseEvent, row: Row) => {
    setActive(row);
    // Links and boxes in a row have a meaning of their own, and so has marking text.
    if ((event.target as Element).closest('a, button, input, label') || window.getSelection()?.toString()) return;
    onOpen?.(row);
  };

  return (
    <div
      ref={viewport}
      role="grid"
      aria-label={label}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={activeIndex >= 0 ? `${gridId}-${activeId}` : undefined}
      tabIndex={0}
      className={classes['grid']}
      onKeyDown={onKeyDown}
      onFocus={event => {
        if (event.target === event.currentTarget && activeIndex < 0 && rows.length > 0) setActive(rows[0]);
        reading.look();
      }}
      onBlur={reading.look}
      onScroll={reading.look}
    >
      <div role="presentation" className={classes['inner']}>
        <TableHead
          columns={columns}
          tracks={tracks}
          sort={sort}
          onSort={onSort}
          ticks={
            selection && {
              all: isAllSelected(selection.selected, ids),
              some: selection.selected.size > 0,
              toggle: () => selection.onChange(toggledAll(selection.selected, ids)),
            }
          }
        />
        {rows.length === 0 ? (
          <div role="row" className={classes['empty']}>
            <div role="gridcell">{props.empty}</div>
          </div>
        ) : (
          <div
            role="rowgroup"
            className={classes['rows']}
            style={{ height: virtualizer.getTotalSize() }}
            onPointerEnter={reading.enter}
            onPointerLeave={reading.leave}
          >
            {drawn.map(({ index, key, start }) => {
              const row = rows[index] as Row;
              const id = rowId(row);
              return (
                <div
                  key={key}
                  id={`${gridId}-${id}`}
                  role="row"
                  aria-rowindex={index + 2}
                  aria-selected={
                    selection ? selection.selected.has(id) : props.activeId === undefined ? undefined : id === activeId
                  }
                  data-active={id === activeId || undefined}
                  className={classes['row']}
                  style={{ gridTemplateColumns: tracks, transform: `translateY(${start - rowHeight}px)` }}
                  onClick={event => onRowClick(event, row)}
                >
                  {selection && (
                    <div role="gridcell" className={classes['tick']}>
                      <Checkbox
                        size="xs"
                        tabIndex={-1}
                        aria-label={messages.table.select(selection.labelOf(row))}
                        checked={selection.selected.has(id)}
                        onChange={() => selection.onChange(toggled(selection.selected, id))}
                      />
                    </div>
                  )}
                  <Cells row={row} columns={columns as readonly Column<unknown>[]} />
                </div>
              );
            })}
          </div>
        )}
      </div>
    </div>
  );
}

/** Rendered anew only when the row itself changed, not when it moves. */
const Cells = memo(function Cells({ row, columns }: { row: unknown; columns: readonly Column<unknown>[] }) {
  return columns.map(column => (
    <div key={column.id} role="gridcell" className={classes['cell']} data-align={column.align}>
      {column.render(row)}
    </div>
  ));
});
