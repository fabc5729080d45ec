import { compile } from '../src/expression.ts';
import type { Engine } from './engine.ts';

/** What the package offers. */
export const engineUnderTest: Engine & { placesErrors: boolean; drawsAsReference: boolean } = {
  name: '@lineshaft/jsonata',
  // It says where a token starts, jsonata where it ends.
  placesErrors: false,
  drawsAsReference: false,
  prepare(text, limits) {
    const expression = compile(text, { timeoutMs: limits.timeoutMs, listLength: 10_000_001 });
    return (input, surroundings) => expression.evaluate(input, surroundings);
  },
};
