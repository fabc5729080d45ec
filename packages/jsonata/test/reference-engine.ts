import jsonata from 'jsonata';
import { builtIns } from '../src/functions/library.ts';
import { seededRandom } from '../src/random.ts';
import type { Engine } from './engine.ts';
import { mendedJsonata } from './mended-jsonata.ts';

/** jsonata itself, with the clock and the seed that it has no option for, and with an input that it may write to. */
export const referenceEngine: Engine = await engineOf('jsonata', jsonata);

export const mendedReferenceEngine: Engine = await engineOf('jsonata, mended', mendedJsonata());

async function engineOf(name: string, create: typeof jsonata): Promise<Engine> {
  const functions = await functionsOf(create);
  return {
    name,
    prepare(text, limits) {
      const program = create(text, { timeout: limits.timeoutMs, stack: limits.depth, sequence: 10_000_001 });
      return async (input, { bindings, clock, seed }) => {
        const own = copyForReference({ input, bindings });
        for (const noted of functions) {
          delete noted.position;
          delete noted.token;
        }
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
}

/** The built-in functions, which all expressions share: where one was last called is noted on it, and shown in errors. */
async function functionsOf(create: typeof jsonata): Promise<{ position?: number; token?: string }[]> {
  return Promise.all(Array.from(builtIns.keys(), name => create(`$${name}`).evaluate(undefined)));
}

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
