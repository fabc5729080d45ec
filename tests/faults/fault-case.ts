import type { Figures } from './lab/books.ts';
import type { Lab } from './lab/lab.ts';

/** One fault that an operator will meet. */
export interface FaultCase {
  /** What is promised, in one sentence. */
  promise: string;
  /** Whether it also runs at a small scale with every run of the tests. */
  short: boolean;
  run(lab: Lab): Promise<Figures>;
}
