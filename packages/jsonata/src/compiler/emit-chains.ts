import type { AstNode, Stage } from '../ast.ts';
import { type Code, binary, conditional, helper, literal, not, read } from './code.ts';
import type { Emitter, Place } from './emitter.ts';

/** `a.b[0].c`, `$x.a`: names with at most a literal position each, perhaps after a variable. */
export function isChain(steps: AstNode[]): boolean {
  return steps.every(
    (step, index) =>
      (step.type === 'name' || (step.type === 'variable' && index === 0 && steps.length > 1)) &&
      step.predicate === undefined &&
      step.group === undefined &&
      step.keepArray === undefined &&
      (step.stages === undefined || (step.stages.length === 1 && positionOf(step.stages) !== undefined)),
  );
}

export const isBareName = (step: AstNode): boolean =>
  step.type === 'name' && step.stages === undefined && step.predicate === undefined && step.group === undefined;

export const isKept = (path: AstNode): boolean => path.keepSingletonArray === true || path.keepArray === true;

/** The position that a filter names as a literal. */
export function literalPosition({ expr }: Stage): number | undefined {
  return expr?.type === 'number' ? Math.floor(expr.value as number) : undefined;
}

function positionOf(stages: Stage[] | undefined): number | undefined {
  const [stage] = stages ?? [];
  return stage === undefined ? undefined : literalPosition(stage);
}

/** Names that every object has: only own ones are data. */
export const isInherited = (name: string): boolean => name in Object.prototype;

/** Straight through objects and to positions of lists. Where anything else turns up, `around` goes the long way. */
export function emitChain(emitter: Emitter, steps: AstNode[], place: Place, around: Code): Code {
  const [first] = steps as [AstNode];
  const startsAtValue = first.type === 'variable';
  const { stages: _stages, ...variable } = first;
  const start = startsAtValue ? emitter.keep(emitter.emit(variable, place), place) : place.context;
  const otherwise: Code = { kind: 'invoke', callee: around, args: [read(emitter.evaluation), start] };
  const names = steps.slice(startsAtValue ? 1 : 0);
  if (names.some(({ value }) => isInherited(String(value)))) return { ...otherwise, type: { settled: true } };
  const tests: Code[] = [];
  const locals = new Locals(emitter, place);
  const pick = (list: Code, position: number | undefined): Code => {
    if (position === undefined) return list;
    const [now, later] = locals.assigned(list);
    tests.push(helper('isArray', [now]));
    const length: Code = { kind: 'property', of: later, name: 'length' };
    const index = position < 0 ? binary('+', length, literal(position), { is: 'number' }) : literal(position);
    return { kind: 'item', of: later, index };
  };
  let at = startsAtValue ? pick(start, positionOf(first.stages)) : start;
  for (const { value, stages } of names) {
    const [now, later] = locals.assigned(at);
    tests.push(isPlainObject(now, later));
    at = pick({ kind: 'property', of: later, name: String(value) }, positionOf(stages));
  }
  const [last, ...before] = tests.toReversed() as [Code, ...Code[]];
  const whole = before.reduce((after, test) => binary('&&', test, after), last);
  return conditional(whole, emitter.pure('single', [at]), otherwise, { settled: true });
}

/** Locals that a test assigns before it, and what comes after it, reads them. */
class Locals {
  readonly #emitter: Emitter;
  readonly #place: Place;

  constructor(emitter: Emitter, place: Place) {
    this.#emitter = emitter;
    this.#place = place;
  }

  /** The code where it is evaluated, and where its value is read again. */
  assigned(code: Code): [now: Code, later: Code] {
    if (code.kind === 'local') return [code, code];
    const local = this.#emitter.variable(this.#place);
    return [{ kind: 'assign', local, value: code }, read(local)];
  }
}

/** `code` is evaluated once; `again` reads its value. */
export function isPlainObject(code: Code, again = code): Code {
  const { type } = code;
  if (type?.is === 'object' && type.defined === true) return literal(true);
  if (type?.isPlain !== undefined) return read(type.isPlain);
  const isObject = binary('===', { kind: 'typeof', of: code }, literal('object'));
  return binary('&&', binary('&&', isObject, binary('!==', again, literal(null))), not(helper('isArray', [again])));
}

/** The field of what may also be a list, as a step sees it. */
export function fieldOf(emitter: Emitter, context: Code, name: string): Code {
  const general = emitter.pure('field', [context, literal(name)], { settled: true });
  if (isInherited(name)) return general;
  return conditional(isPlainObject(context), { kind: 'property', of: context, name }, general, { settled: true });
}
