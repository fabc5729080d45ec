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
