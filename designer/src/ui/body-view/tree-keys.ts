import type { TreeRow } from './tree-rows.ts';

/** What a key does in a tree: goes to another row, or opens or closes the one it is on. */
export type TreeMove = { to: number } | { toggle: string };

/**
 * As the ARIA pattern of trees wants it: right opens, then goes in; left closes, then goes out.
 * @returns undefined when the key is none of the tree
 */
export function treeMove(key: string, rows: readonly TreeRow[], at: number): TreeMove | undefined {
  const row = rows[at];
  const last = rows.length - 1;
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(at + 1, last) };
    case 'ArrowUp':
      return { to: Math.max(at - 1, 0) };
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: last };
    case 'ArrowRight':
      if (!row?.size) return { to: at };
      return row.isOpen ? { to: at + 1 } : { toggle: row.path };
    case 'ArrowLeft':
      if (row?.isOpen && row.size) return { toggle: row.path };
      return { to: parentOf(rows, at) };
    case 'Enter':
    case ' ':
      return row?.size ? { toggle: row.path } : { to: at };
    default:
      return undefined;
  }
}

function parentOf(rows: readonly TreeRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0;
  const above = rows.slice(0, at).findLastIndex(row => row.depth < depth);
  return above === -1 ? at : above;
}
