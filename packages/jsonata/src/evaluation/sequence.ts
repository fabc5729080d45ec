/**
 * What a path gives: an array that collapses to its only item, and to nothing when it is empty. The marks are ordinary
 * properties, because an array with a property is made several times faster than an instance of a subclass. Data hold no
 * such arrays, and results are copied out of them.
 */
export interface Sequence extends Array<unknown> {
  sequence: true;
  /** Stays an array even with one item: `a[]`. */
  keepSingleton?: true;
  /** The root, an array, as the one item of a sequence. */
  outerWrapper?: true;
}

/** Marks a new array, which nobody else may hold, as a sequence. */
export function asSequence(items: unknown[]): Sequence {
  const marked = items as Sequence;
  marked.sequence = true;
  return marked;
}

export function isSequence(value: unknown): value is Sequence {
  return Array.isArray(value) && (value as { sequence?: unknown }).sequence === true;
}

/** What an expression gives that made this value: an empty sequence is nothing, one item stands for itself. */
export function collapse(value: unknown): unknown {
  if (!isSequence(value) || value.length > 1) return value;
  if (value.length === 0) return undefined;
  return value.keepSingleton === true ? value : value[0];
}
