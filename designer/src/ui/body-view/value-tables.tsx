import { Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';
import classes from './body-view.module.css';
import { messages } from './messages.ts';
import { columnWidths, tablesOfValue, type ValueTable } from './table-of-value.ts';

const rowHeight = 24;
/** A tooltip with more would cover the page. */
const longestTitle = 500;

/** A JSON value as tables, of which only the rows in sight are drawn. */
export function ValueTables({ value, label }: { value: unknown; label: string }) {
  const viewport = useRef<HTMLDivElement>(null);
  const tables = useMemo(() => tablesOfValue(value), [value]);
  return (
    <div ref={viewport} className={classes['tables']} role="group" aria-label={label} tabIndex={0}>
      {tables.length === 0 && (
        <Text size="sm" c="dimmed">
          {messages.noTable}
        </Text>
      )}
      {tables.map(table => (
        <div key={table.path}>
          {table.path !== '' && (
            <Text size="xs" fw={600} mt="xs">
              {table.path.slice(1)} [{table.rows.length}]
            </Text>
          )}
          <Rows table={table} label={table.path || label} viewport={viewport} />
        </div>
      ))}
    </div>
  );
}

interface RowsProps {
  table: ValueTable;
  label: string;
  /** The element that scrolls. */
  viewport: RefObject<HTMLDivElement | null>;
}

function Rows({ table: { columns, rows }, label, viewport }: RowsProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [above, setAbove] = useState(0);
  const widths = useMemo(() => columnWidths(columns, rows), [columns, rows]);
  useLayoutEffect(() => setAbove(body.current?.offsetTop ?? 0), []);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: above,
  });
  const shown = virtualizer.getVirtualItems();
  const before = (shown[0]?.start ?? above) - above;
  const after = virtualizer.getTotalSize() - ((shown.at(-1)?.end ?? above) - above);
  return (
    <table className={classes['table']} aria-label={label} aria-rowcount={rows.length + 1}>
      <colgroup>
        {columns.map((column, index) => (
          <col key={column} style={{ width: `calc(${widths[index] ?? 0}ch + 14px)` }} />
        ))}
        {/* Takes what is left of the width. */}
        <col />
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map(column => (
            <th key={column} scope="col" title={column}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {before > 0 && <Space height={before} />}
        {shown.map(({ index }) => (
          <tr key={index} aria-rowindex={index + 2}>
            {columns.map(column => {
              const text = cellText(rows[index]?.[column]);
              return (
                <td key={column} title={text.slice(0, longestTitle)}>
                  {text}
                </td>
              );
            })}
          </tr>
        ))}
        {after > 0 && <Space height={after} />}
      </tbody>
    </table>
  );
}

/** Stands for the rows that are out of sight. */
function Space({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td className={classes['space']} style={{ height }} />
    </tr>
  );
}

function cellText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
