import type { Statement } from '../in-transaction.ts';
import { quoteName } from '../quote-name.ts';

/** Values of the watermark columns of one row, as text that the database reads again. */
export type Watermark = string[];

/** Where to read from. */
export interface Start {
  /** Behind this row. */
  after?: Watermark | undefined;
  /** The first column is at least this. */
  from?: string | undefined;
}

/**
 * The rows of a query in the order of their watermark. The flow's own text stands in a sub-query, where it can be nothing
 * but one select; values are parameters.
 * @param to the last row to read; left out: as many as there are
 */
export function watermarkStatement(
  { sql, watermark: columns }: { sql: string; watermark: readonly string[] },
  { after, from }: Start,
  limit: number,
  to?: Watermark,
): Statement {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const names = columns.map(quoteName).join(', ');
  const row = (watermark: Watermark) => `(${watermark.map(parameter).join(', ')})`;
  const conditions = [
    ...(from === undefined ? [] : [`${quoteName(columns[0] ?? '')} >= ${parameter(from)}`]),
    ...(after === undefined ? [] : [`(${names}) > ${row(after)}`]),
    ...(to === undefined ? [] : [`(${names}) <= ${row(to)}`]),
  ];
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}\n`;
  // A line of its own: the text may end in a comment.
  const text = `select * from (\n${sql}\n) as source\n${where}order by ${names}\nlimit ${parameter(limit)}`;
  return { text, values };
}
