/** What is ticked in a table, by row id. */
export type Selection = ReadonlySet<string>;

export function toggled(selection: Selection, id: string): Selection {
  const next = new Set(selection);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** All of these, or none when all of them are ticked already. */
export function toggledAll(selection: Selection, ids: readonly string[]): Selection {
  return isAllSelected(selection, ids) ? new Set() : new Set(ids);
}

export function isAllSelected(selection: Selection, ids: readonly string[]): boolean {
  return ids.length > 0 && ids.every(id => selection.has(id));
}

/** With every row from one to another, whichever comes first. */
export function withRange(selection: Selection, ids: readonly string[], from: number, to: number): Selection {
  const [first, last] = from <= to ? [from, to] : [to, from];
  return new Set([...selection, ...ids.slice(Math.max(first, 0), last + 1)]);
}
