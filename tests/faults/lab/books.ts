import type { Taken } from './target.ts';

/** What became of the documents of one case. */
export interface Figures {
  /** Documents whose sender has a receipt. */
  accepted: number;
  /** Different documents that the target took. */
  delivered: number;
  /** Accepted, and not delivered. */
  lost: number;
  /** Taken under more than one idempotency key: doubled in silence, as the target cannot know. */
  doubled: number;
  /** Taken again under the same key: the target can tell, and drops what it knows. */
  repeated: number;
}

export function balance(accepted: Iterable<string>, taken: readonly Taken[]): Figures {
  const keysByNumber = new Map<string, string[]>();
  for (const { number, idempotencyKey } of taken)
    keysByNumber.set(number, [...(keysByNumber.get(number) ?? []), idempotencyKey]);
  const numbers = new Set(accepted);
  const all = [...keysByNumber.values()];
  return {
    accepted: numbers.size,
    delivered: keysByNumber.size,
    lost: [...numbers].filter(number => !keysByNumber.has(number)).length,
    doubled: all.filter(keys => new Set(keys).size > 1).length,
    repeated: all.filter(keys => keys.length > new Set(keys).size).length,
  };
}
