/** What one evaluation may use besides its input. The same for every engine, so that all give the same. */
export interface Surroundings {
  bindings: Record<string, unknown>;
  /** Milliseconds since 1970. */
  clock: number;
  seed: string;
}

export interface Limits {
  timeoutMs: number;
  /** Nested evaluations, as each engine counts them. */
  depth: number;
}

export type Evaluate = (input: unknown, surroundings: Surroundings) => unknown;

/** Something that runs JSONata. `prepare` and what it gives throw `{ code, position, token }`. */
export interface Engine {
  name: string;
  prepare(text: string, limits: Limits): Evaluate;
}

export const defaultLimits: Limits = { timeoutMs: 1000, depth: 10_000 };

/** One moment and one seed for all runs: a difference that is found once is found again. */
export const surroundings: Surroundings = { bindings: {}, clock: Date.UTC(2026, 0, 31, 12, 30, 15, 250), seed: 'one' };
