import type { ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  title: string;
  /** A track of a CSS grid, such as `120px` or `minmax(160px, 2fr)`. */
  width: string;
  align?: 'right';
  /** The server sorts by it. */
  sortable?: boolean;
  render: (row: Row) => ReactNode;
}

export interface Sort {
  column: string;
  descending: boolean;
}
