import { TerminalError } from '@lineshaft/flow';
import { z } from 'zod';
import type { Watermark } from './watermark-statement.ts';

/** What is saved between two looks. */
export interface Cursor {
  /** The last row that was taken in; null before the first. */
  after: Watermark | null;
  /** The last row of a batch that is being taken in. */
  pending?: Watermark | undefined;
}

const cursorSchema = z.strictObject({
  after: z.array(z.string()).nullable(),
  pending: z.array(z.string()).optional(),
});

/** @throws TerminalError `config-invalid` when the node had other watermark columns before */
export function readCursor(saved: unknown, columns: readonly string[]): Cursor {
  if (saved === undefined) return { after: null };
  const cursor = cursorSchema.parse(saved);
  const lengths = [cursor.after ?? columns, cursor.pending ?? columns].map(({ length }) => length);
  if (lengths.every(length => length === columns.length)) return cursor;
  throw new TerminalError(
    'config-invalid',
    'The last look was by another number of watermark columns, so what is new cannot be told. Make a new node for other columns.',
  );
}

/** @throws TerminalError `config-invalid` when a column is missing, or is no number, text or time */
export function watermarkOf(row: Record<string, unknown>, columns: readonly string[]): Watermark {
  return columns.map(column => {
    const value = row[column];
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    throw new TerminalError(
      'config-invalid',
      `The watermark column ${column} has rows without a value, or none that grows. Take numbers, texts and times that are never null.`,
    );
  });
}

/**
 * A time some while before, as text that the database compares with the column.
 * @throws TerminalError `config-invalid` when it is no time
 */
export function timeBefore(time: string, ms: number): string {
  if (/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?Z?)?$/.test(time)) {
    const hasZone = time.endsWith('Z');
    const instant = Date.parse(hasZone || time.length === 10 ? time : `${time}Z`);
    return new Date(instant - ms).toISOString().slice(0, hasZone ? undefined : -1);
  }
  throw new TerminalError(
    'config-invalid',
    'An overlap needs a time as the first watermark column. Set it to 0s, or name such a column.',
  );
}
