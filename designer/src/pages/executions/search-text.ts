/** What somebody typed to find executions. */
export type SearchText =
  | { kind: 'key'; name: string; value: string }
  | { kind: 'correlation-id'; value: string }
  /** A value whose key is not named: `4500017`. */
  | { kind: 'value'; value: string };

/** What an API filter can be asked for: `poNumber:4500017`, a correlation id, or a value that may be any of them or an id. */
export interface KeyFilter {
  key?: string;
  correlationId?: string;
  search?: string;
}

const keyPattern = /^([a-zA-Z][a-zA-Z0-9]*)\s*[:=]\s*(.+)$/s;
/** An id of an execution or a message; senders give such correlation ids, too. */
const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const correlationNames = ['correlationid', 'correlation'];

/** Reads `poNumber:4500017`, `poNumber = 4500017`, `correlationId:…`, or a bare value; undefined when nothing is there. */
export function parseSearchText(text: string): SearchText | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const [, name, value] = keyPattern.exec(trimmed) ?? [];
  if (name === undefined || value === undefined) return { kind: 'value', value: trimmed };
  return correlationNames.includes(name.toLowerCase())
    ? { kind: 'correlation-id', value }
    : { kind: 'key', name, value };
}

/** The filter that finds all that the text can mean, when these are the names of keys that there are. */
export function filterFor(text: string, keyNames: readonly string[]): KeyFilter {
  const search = parseSearchText(text);
  return search?.kind === 'value' ? { search: search.value } : (filtersFor(text, keyNames)[0] ?? {});
}

/** Each filter that the text can mean, by itself. The likeliest comes first. */
export function filtersFor(text: string, keyNames: readonly string[]): KeyFilter[] {
  const search = parseSearchText(text);
  if (search === undefined) return [];
  switch (search.kind) {
    case 'correlation-id':
      return [{ correlationId: search.value }];
    case 'key':
      // People do not remember capitals.
      return [{ key: `${exactName(search.name, keyNames)}:${search.value}` }];
    case 'value':
      if (idPattern.test(search.value)) return [{ search: search.value }];
      return [...keyNames.map(name => ({ key: `${name}:${search.value}` })), { correlationId: search.value }];
  }
}

function exactName(name: string, keyNames: readonly string[]): string {
  return keyNames.find(known => known.toLowerCase() === name.toLowerCase()) ?? name;
}

/** The text that stands for a filter. */
export function searchTextOf({ key, correlationId, search }: KeyFilter): string {
  return key ?? search ?? (correlationId === undefined ? '' : `correlationId:${correlationId}`);
}
