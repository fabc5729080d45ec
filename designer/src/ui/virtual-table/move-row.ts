/** Index of the row that a key leads to; undefined when the key moves nothing. `pageRows`: how many rows fit the screen. */
export function moveRow(key: string, index: number, count: number, pageRows: number): number | undefined {
  const target = targetOf(key, index, count, pageRows);
  if (target === undefined || count === 0) return undefined;
  return Math.min(Math.max(target, 0), count - 1);
}

function targetOf(key: string, index: number, count: number, pageRows: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index - 1;
    case 'PageDown':
      return index + Math.max(pageRows - 1, 1);
    case 'PageUp':
      return index - Math.max(pageRows - 1, 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
