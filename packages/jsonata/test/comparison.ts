import { type Limits, type Surroundings, surroundings } from './engine.ts';
import { engineUnderTest } from './engine-under-test.ts';
import { type Outcome, describeOutcome, isGuarded, outcomeOf, prepareWith, sameOutcome } from './outcome.ts';
import { faultIn, freezeDeep } from './own-values.ts';
import { mendedReferenceEngine, referenceEngine } from './reference-engine.ts';

/** What came of comparing one expression on one input. */
export type Verdict =
  | 'same'
  /** A limit ended it in jsonata or here; the two count differently. */
  | 'guarded'
  /** Refused when compiling, as the README says: `$eval`, look-around and back-references, functions that do not exist. */
  | 'refused'
  /** As jsonata without some faults of its own: see `mendedReferenceEngine`. */
  | 'reference at fault'
  /** jsonata failed with an error of JavaScript; nothing is promised for that. */
  | 'reference crashed'
  | 'different';

export interface Compared {
  verdict: Verdict;
  /** Both outcomes, or what is wrong with the result. */
  details: string;
  reference: Outcome;
}

/** Of texts and of results: jsonata has none. */
const ownLimits = new Set(['L1001', 'L1004']);

/** Compares this package with jsonata on one expression and any number of inputs. */
export class Comparison {
  readonly #reference: ReturnType<typeof prepareWith>;
  readonly #mendedReference: () => ReturnType<typeof prepareWith>;
  readonly #ours: ReturnType<typeof prepareWith>;
  readonly #context: Surroundings;

  constructor(text: string, bindings: Record<string, unknown>, limits: Limits) {
    this.#context = { ...surroundings, bindings: freezeDeep(bindings) };
    this.#reference = prepareWith(referenceEngine, text, limits);
    this.#mendedReference = () => prepareWith(mendedReferenceEngine, text, limits);
    // Time limits are for the reference's sake; ours must not fail on a busy machine.
    this.#ours = prepareWith(engineUnderTest, text, { ...limits, timeoutMs: limits.timeoutMs * 2 });
  }

  /** The input is frozen, so that writing to it fails. */
  async on(input: unknown): Promise<Compared> {
    const reference = await outcomeOf(this.#reference, input, this.#context);
    const ours = await this.#outcomeHere(freezeDeep(input));
    const details = `jsonata ${describeOutcome(reference)}\n     here ${describeOutcome(ours)}`;
    let verdict = this.#verdictOn(reference, ours);
    if (verdict === 'different') {
      const mended = await outcomeOf(this.#mendedReference(), input, this.#context);
      if (this.#verdictOn(mended, ours) !== 'different') verdict = 'reference at fault';
    }
    return { verdict, details, reference };
  }

  async #outcomeHere(input: unknown): Promise<Outcome> {
    if (typeof this.#ours !== 'function') return this.#ours;
    let result: unknown;
    const outcome = await outcomeOf(
      async (given, context) => {
        result = await (this.#ours as (input: unknown, context: Surroundings) => unknown)(given, context);
        return result;
      },
      input,
      this.#context,
    );
    const fault = outcome.kind === 'value' ? faultIn(result, [input, this.#context.bindings]) : undefined;
    return fault === undefined ? outcome : { kind: 'crash', message: fault };
  }

  #verdictOn(reference: Outcome, ours: Outcome): Verdict {
    if (sameOutcome(reference, ours)) return 'same';
    if (isGuarded(reference) || (ours.kind === 'failure' && ownLimits.has(ours.code))) return 'guarded';
    if (ours.kind === 'failure' && (ours.code === 'L1002' || this.#isRefusedText())) return 'refused';
    if (reference.kind === 'crash') return 'reference crashed';
    return 'different';
  }

  #isRefusedText(): boolean {
    const failure = this.#ours;
    return typeof failure !== 'function' && failure.kind === 'failure' && ['L1003', 'T1006'].includes(failure.code);
  }
}

/** How often each verdict was given, for people to read. */
export function tally(verdicts: Iterable<Verdict>): string {
  const counts = new Map<Verdict, number>();
  for (const verdict of verdicts) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count.toLocaleString('en')} ${verdict}`).join(', ');
}
