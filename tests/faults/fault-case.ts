import type { Figures } from './lab/books.ts';
import type { DatabaseKind, Lab } from './lab/lab.ts';

/** One fault that an operator will meet. */
export interface FaultCase {
  /** What is promised, in one sentence. */
  promise: string;
  /** The databases on which it also runs with every run of the tests, at a small scale. */
  inTests: readonly DatabaseKind[];
  run(lab: Lab): Promise<Figures>;
}
