/** An id that is not taken: letters, digits and hyphens of the wish, with a number behind it when need be. */
export function freshId(wish: string, taken: ReadonlySet<string>): string {
  const base =
    wish
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 60) || 'node';
  return firstFree(base, '-', taken);
}

/** A name that is not taken: `Map order`, `Map order 2` … */
export function freshName(wish: string, taken: ReadonlySet<string>): string {
  return firstFree(wish, ' ', taken);
}

function firstFree(wish: string, joint: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wish)) return wish;
  const stem = wish.replace(/[- ]\d+$/, '');
  for (let number = 2; ; number++) {
    const candidate = `${stem}${joint}${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
