import type { DraftNode } from '../draft-flow.ts';

/** What a node asks of the system that its connection leads to. */
export interface UsedPath {
  /** Undefined: the usual one of the node type. */
  method: string | undefined;
  /** As the setting has it, with its `{{ … }}`. */
  url: string;
}

/** The paths that nodes use with a connection, each once, in order. */
export function usedPaths(nodes: readonly DraftNode[], connection: string): UsedPath[] {
  const found = new Map<string, UsedPath>();
  for (const { connection: theirs, config } of nodes) {
    const { url, method } = config ?? {};
    if (theirs !== connection || typeof url !== 'string' || !url.startsWith('/')) continue;
    const path = { url, method: typeof method === 'string' ? method : undefined };
    found.set(`${path.url} ${path.method ?? ''}`, path);
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}
