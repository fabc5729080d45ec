import { type Code, conditional, helper, isMissing, literal, read } from './code.ts';
import type { Emitter, Place } from './emitter.ts';

/** A loop over a list, or one turn for anything else. A context is there even when it is missing; a result is not. */
export function eachOf(
  emitter: Emitter,
  value: Code,
  as: 'context' | 'result',
  place: Place,
  body: (item: Code, place: Place) => void,
): void {
  const isList = emitter.keep(helper(as === 'context' ? 'isArray' : 'isSpread', [value]), place);
  const one =
    as === 'context' || value.type?.defined === true
      ? literal(1)
      : conditional(isMissing(value), literal(0), literal(1));
  const count = conditional(isList, { kind: 'property', of: value, name: 'length' }, one);
  loop(emitter, count, place, (index, inner) => {
    const item = conditional(isList, { kind: 'item', of: value, index }, value);
    body(emitter.keep(item, inner), inner);
  });
}

export function loop(emitter: Emitter, count: Code, place: Place, body: (index: Code, place: Place) => void): void {
  const index = emitter.fresh();
  const inner: Place = { ...place, repeats: true, out: [] };
  body(read(index, { is: 'number', defined: true }), inner);
  place.out.push({ kind: 'count', index, count, body: inner.out, evaluation: emitter.evaluation });
}
