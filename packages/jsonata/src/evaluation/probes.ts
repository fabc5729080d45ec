import type { Evaluation } from './evaluation.ts';
import { isLimit } from './failure.ts';
import { own } from './own.ts';

/** How many values of a probe are kept, and how much they may take up together: characters of JSON, roughly. */
const mostValues = 5;
const mostCharacters = 256 * 1024;

/** What was seen at one place of an expression. */
export interface Seen {
  /** How often it was evaluated. */
  count: number;
  /** The first values, in plain JSON values of their own; `undefined` for none. */
  values: unknown[];
  /** The first failure, as it was thrown. */
  failure: unknown;
}

/** What a run of an expression with probes has seen, by the number of the probe. */
export class Probes {
  readonly seen: Seen[];
  readonly #left: number[];

  constructor(count: number) {
    this.seen = Array.from({ length: count }, () => ({ count: 0, values: [], failure: undefined }));
    this.#left = Array.from({ length: count }, () => mostCharacters);
  }

  note(evaluation: Evaluation, id: number, value: unknown): void {
    const seen = this.seen[id] as Seen;
    seen.count++;
    if (seen.values.length >= mostValues || (this.#left[id] as number) < 0) return;
    const { sizeLeft } = evaluation;
    evaluation.sizeLeft = this.#left[id] as number;
    try {
      seen.values.push(own(evaluation, value));
    } catch (thrown) {
      // Too much to be shown, or nothing that JSON has: the expression itself may still be able to use it.
      seen.failure ??= thrown;
    } finally {
      this.#left[id] = evaluation.sizeLeft;
      evaluation.sizeLeft = sizeLeft;
    }
  }

  fail(id: number, thrown: unknown): void {
    const seen = this.seen[id] as Seen;
    seen.count++;
    seen.failure ??= thrown;
  }
}

/** The value of a node with a probe. What fails there is noted and has no value; limits end the evaluation as ever. */
export function probed(evaluation: Evaluation, id: number, run: () => unknown): unknown {
  const { probes, depth } = evaluation;
  if (probes === undefined) return run();
  let value: unknown;
  try {
    value = run();
  } catch (thrown) {
    if (isLimit(thrown)) throw thrown;
    evaluation.depth = depth;
    probes.fail(id, thrown);
    return undefined;
  }
  probes.note(evaluation, id, value);
  return value;
}
