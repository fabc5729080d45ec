import jsonata from 'jsonata';
import { seededRandom } from '../src/random.ts';
import type { Engine } from './engine.ts';

/** jsonata itself, with the clock and the seed that it has no option for, and with an input that it may write to. */
export const referenceEngine: Engine = {
  name: 'jsonata',
  prepare(text, limits) {
    const program = jsonata(text, { timeout: limits.timeoutMs, stack: limits.depth, sequence: 10_000_001 });
    return async (input, { bindings, clock, seed }) => {
      const own = copyForReference({ input, bindings });
      const { random } = Math;
      Math.random = seededRandom(seed);
      try {
        return await atTime(clock, () => program.evaluate(own.input, own.bindings));
      } finally {
        Math.random = random;
      }
    };
  },
};

const copyForReference = (value: { input: unknown; bindings: Record<string, unknown> }) => structuredClone(value);

/** jsonata reads the clock once, before it first waits. */
function atTime<Result>(clock: number, start: () => Result): Result {
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given: [] | [number]) {
      super(...((given.length === 0 ? [clock] : given) as [number]));
    }
  } as DateConstructor;
  try {
    return start();
  } finally {
    globalThis.Date = RealDate;
  }
}
