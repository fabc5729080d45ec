import type { AstNode } from '../ast.ts';
import { type Code, conditional, helper } from './code.ts';
import type { Emitter, Place } from './emitter.ts';

/**
 * `$merge([a, { … }])`: a copy of `a` with the members of the object, if `a` is an object and not too large to be copied
 * uncounted. `general` is the call for anything else.
 */
export function emitMerge(
  emitter: Emitter,
  args: AstNode[],
  place: Place,
  general: (args: Code[]) => Code,
): Code | undefined {
  const parts = partsOf(args);
  if (parts === undefined || emitter.hasProbes) return undefined;
  const [first, second] = emitter.all(parts, place) as [Code, Code];
  const base = emitter.keep(first, place);
  const object = keptMembers(emitter, second, place);
  const list = emitter.helper('baseAndObject', [base, object], { is: 'list', defined: true });
  const type = { is: 'object', settled: true } as const;
  return conditional(emitter.helper('isSmallObject', [base]), spread(base, object), general([list]), type);
}

/** An object constructor after something else, in a list that is written out. */
function partsOf([list, ...others]: AstNode[]): AstNode[] | undefined {
  if (list?.type !== 'unary' || list.value !== '[' || others.length > 0) return undefined;
  if (list.predicate !== undefined || list.group !== undefined || list.consarray === true) return undefined;
  const parts = list.expressions ?? [];
  const [first, second] = parts;
  const isObject = second?.type === 'unary' && second.value === '{' && second.predicate === undefined;
  return parts.length === 2 && isObject && first?.value !== '[' ? parts : undefined;
}

/** The object is written twice: what it is made of must not be. */
function keptMembers(emitter: Emitter, code: Code, place: Place): Code {
  if (code.kind !== 'object') return code.kind === 'conditional' ? code : emitter.keep(code, place);
  return { ...code, entries: code.entries.map(([name, value]) => [name, emitter.keep(value, place)]) };
}

function spread(base: Code, object: Code): Code {
  if (object.kind === 'object') return { ...object, spread: base };
  if (object.kind !== 'conditional') return helper('spreadBoth', [base, object]);
  return conditional(object.test, spread(base, object.value), spread(base, object.otherwise));
}
