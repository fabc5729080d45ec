import type { Statement } from '../in-transaction.ts';
import { quoteName, quoteTable } from '../quote-name.ts';

export interface Target {
  table: string;
  columns: readonly string[];
  /** Rows that have these in common are updated. Left out: every row is inserted. */
  keys?: readonly string[];
}

/** The protocol counts the values of one statement in two bytes. */
const mostValues = 65_535;
const mostRows = 1000;

/** As few statements as hold all rows. @param rows values in the order of the columns */
export function insertStatements(target: Target, rows: readonly unknown[][]): Statement[] {
  const rowsAtOnce = Math.min(mostRows, Math.floor(mostValues / target.columns.length));
  const statements: Statement[] = [];
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const some = rows.slice(start, start + rowsAtOnce);
    statements.push({ text: insertText(target, some.length), values: some.flat() });
  }
  return statements;
}

function insertText({ table, columns, keys }: Target, rows: number): string {
  const width = columns.length;
  const tuples = Array.from({ length: rows }, (_, row) => {
    const parameters = columns.map((_name, column) => `$${row * width + column + 1}`);
    return `(${parameters.join(', ')})`;
  });
  const insert = `insert into ${quoteTable(table)} (${columns.map(quoteName).join(', ')}) values\n${tuples.join(',\n')}`;
  return keys === undefined ? insert : `${insert}\n${onConflict(columns, keys)}`;
}

function onConflict(columns: readonly string[], keys: readonly string[]): string {
  const changed = columns.filter(column => !keys.includes(column)).map(quoteName);
  const conflict = `on conflict (${keys.map(quoteName).join(', ')}) do`;
  if (changed.length === 0) return `${conflict} nothing`;
  return `${conflict} update set ${changed.map(name => `${name} = excluded.${name}`).join(', ')}`;
}
