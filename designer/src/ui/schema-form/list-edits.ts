/** The list with one entry replaced. */
export function withEntry<T>(list: readonly T[], index: number, entry: T): T[] {
  return list.map((each, i) => (i === index ? entry : each));
}

export function withoutEntry<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, i) => i !== index);
}

/** The list with one entry at another place; the same list when there is no such place. */
export function withEntryMoved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const entry = list[from];
  if (entry === undefined || to < 0 || to >= list.length) return list;
  return withoutEntry(list, from).toSpliced(to, 0, entry);
}
