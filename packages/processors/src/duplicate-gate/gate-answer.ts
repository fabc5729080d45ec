import { compareVersions, type VersionOrder } from './compare-versions.ts';

/** What the gate knows of a document. */
export interface SeenDocument {
  /** Left out where the gate was told of no version. */
  version?: string | number;
  /** Hashes of what counts as its content, and of its bytes. */
  content: string;
  body: string;
  /** The execution that brought it. */
  executionId: string;
}

/** Also the names of the ports. */
export type GateAnswer = 'new' | 'amendment' | 'exact-duplicate' | 'resend' | 'stale' | 'conflict';

/** What a document is beside the newest version of the same key that was seen before. */
export function gateAnswer(seen: SeenDocument, known: SeenDocument | undefined, order: VersionOrder): GateAnswer {
  if (known === undefined) return 'new';
  const hasVersions = seen.version !== undefined && known.version !== undefined;
  const later = hasVersions ? compareVersions(seen.version ?? '', known.version ?? '', order) : 0;
  if (later > 0) return 'amendment';
  if (later < 0) return 'stale';
  if (seen.content === known.content) return seen.body === known.body ? 'exact-duplicate' : 'resend';
  return hasVersions ? 'conflict' : 'amendment';
}
