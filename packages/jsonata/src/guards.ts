/** What one evaluation may use up. Going over a limit is an `ExpressionError` of kind `limit`. */
export interface Guards {
  /** Milliseconds. Looked at between the steps of an expression, never inside a built-in function. */
  timeoutMs: number;
  /**
   * Nested evaluations. JSONata evaluates the fields of an object and the groups of a group-by side by side and counts
   * them all, so this must hold for wide documents, not only for deep recursion.
   */
  depth: number;
  /** Entries of one list that an expression makes. */
  listLength: number;
  /** Characters of one text, made or worked on. All texts that one evaluation makes may come to four times this. */
  textLength: number;
  /** Size of the result, as characters of JSON, roughly. */
  resultSize: number;
}

export const defaultGuards: Guards = {
  timeoutMs: 1000,
  depth: 100_000,
  listLength: 1_000_000,
  textLength: 16 * 1024 * 1024,
  resultSize: 64 * 1024 * 1024,
};
