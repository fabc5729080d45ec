import { type Code, conditional, helper, isMissing, isThere, nothing, not } from './code.ts';
import type { Emitter, Place } from './emitter.ts';

/** Calls of built-ins that are simple enough to be written out, when their arguments allow it. */
export function inlined(
  emitter: Emitter,
  name: string,
  args: Code[],
  place: Place,
  general: (args: Code[]) => Code,
): Code | undefined {
  const [first] = args;
  if (first === undefined || args.length !== 1) return undefined;
  const truth = { is: 'boolean', own: true } as const;
  switch (name) {
    case 'exists':
      return isThere(first);
    case 'boolean':
    case 'not': {
      const value = emitter.keep(first, place);
      const isTrue = value.type?.is === 'boolean' ? value : helper('isTrue', [value], { ...truth, defined: true });
      const asked = name === 'not' ? not(isTrue) : isTrue;
      return value.type?.defined === true ? asked : conditional(isMissing(value), nothing, asked, truth);
    }
    case 'count':
      return helper('count', [first], { is: 'number', defined: true, own: true });
    case 'sum': {
      const value = emitter.keep(first, place);
      return conditional(emitter.helper('areNumbers', [value]), helper('sum', [value]), general([value]), {
        is: 'number',
      });
    }
    default:
      return undefined;
  }
}
