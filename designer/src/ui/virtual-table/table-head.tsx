import { Checkbox, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { messages } from '../../messages.ts';
import type { Column, Sort } from './column.ts';
import classes from './virtual-table.module.css';

interface TableHeadProps<Row> {
  columns: readonly Column<Row>[];
  tracks: string;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
  /** Left out: rows are not ticked. */
  ticks?: { all: boolean; some: boolean; toggle: () => void } | undefined;
}

/** The row of titles, which stays in sight. */
export function TableHead<Row>({ columns, tracks, sort, onSort, ticks }: TableHeadProps<Row>) {
  return (
    <div role="row" aria-rowindex={1} className={classes['head']} style={{ gridTemplateColumns: tracks }}>
      {ticks && (
        <div role="columnheader" aria-label={messages.table.selection} className={classes['tick']}>
          <Checkbox
            size="xs"
            aria-label={messages.table.selectAll}
            checked={ticks.all}
            indeterminate={ticks.some && !ticks.all}
            onChange={ticks.toggle}
          />
        </div>
      )}
      {columns.map(column => {
        const isSorted = sort?.column === column.id;
        const direction = isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none';
        return (
          <div
            key={column.id}
            role="columnheader"
            className={classes['title']}
            data-align={column.align}
            {...(column.sortable ? { 'aria-sort': direction } : {})}
          >
            {column.sortable && onSort ? (
              <UnstyledButton
                className={classes['sort']}
                onClick={() => onSort({ column: column.id, descending: isSorted ? !sort.descending : false })}
              >
                {column.title}
                {isSorted && (sort.descending ? <IconArrowDown size={12} /> : <IconArrowUp size={12} />)}
              </UnstyledButton>
            ) : (
              column.title
            )}
          </div>
        );
      })}
    </div>
  );
}
