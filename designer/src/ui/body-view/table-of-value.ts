/** A value as rows and columns: a list of objects by its fields, anything else as names and values. */
export interface ValueTable {
  /** JSON pointer of the list that is shown. */
  path: string;
  columns: string[];
  rows: Record<string, unknown>[];
}

const maxColumns = 40;

/** The value itself when it is a list of objects; otherwise, its fields with the lists of objects in it as tables after. */
export function tablesOfValue(value: unknown): ValueTable[] {
  if (isRecordList(value)) return [tableOfList('', value)];
  if (!isRecord(value)) return [];
  const entries = Object.entries(value);
  const lists = entries.flatMap(([name, field]) => (isRecordList(field) ? [tableOfList(`/${name}`, field)] : []));
  const plain = entries.filter(([, field]) => !isRecordList(field));
  const fields = {
    path: '',
    columns: ['field', 'value'],
    rows: plain.map(([field, shown]) => ({ field, value: shown })),
  };
  return [...(plain.length > 0 ? [fields] : []), ...lists];
}

const [narrowest, widest] = [5, 36];

/** Widths in characters: of the longest text among the name and the first rows, within bounds. */
export function columnWidths(columns: readonly string[], rows: readonly Record<string, unknown>[]): number[] {
  const looked = rows.slice(0, 100);
  return columns.map(column => {
    const lengths = looked.map(row => {
      const value = row[column];
      return typeof value === 'string' ? value.length : (JSON.stringify(value)?.length ?? 0);
    });
    return Math.min(widest, Math.max(narrowest, column.length + 1, ...lengths));
  });
}

function tableOfList(path: string, list: Record<string, unknown>[]): ValueTable {
  const columns = [...new Set(list.flatMap(entry => Object.keys(entry)))].slice(0, maxColumns);
  return { path, columns, rows: list };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordList(value: unknown): value is Record<string, unknown>[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord);
}
