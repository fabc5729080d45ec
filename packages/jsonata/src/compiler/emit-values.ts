import type { AstNode } from '../ast.ts';
import {
  type Code,
  type Statement,
  type ValueType,
  binary,
  conditional,
  isThere,
  literal,
  nothing,
  read,
  withType,
} from './code.ts';
import { type Emitter, type Handler, type Place, type Want } from './emitter.ts';
import { childrenOf } from './scope.ts';

const numeric: ValueType = { is: 'number', own: false };
const truth: ValueType = { is: 'boolean', own: true };

export const emitLiteral: Handler = (_emitter, node) => {
  const value = node.value as string | number | boolean | null;
  return withType(literal(value), { ...literal(value).type, defined: true, settled: true, own: true });
};

export const emitVariable: Handler = (emitter, node, place) => {
  const isOnlyRead = node.predicate === undefined && node.group === undefined && node.keepArray !== true;
  if (node.value !== '') return emitter.lookUp(String(node.value), place.scope, isOnlyRead ? 'collapsed' : 'raw');
  const { context } = place;
  return context.type?.settled === true || context.type?.is !== undefined ? context : emitter.pure('here', [context]);
};

export const emitParent: Handler = (emitter, node, place) => emitter.lookUp(node.slot?.label ?? '', place.scope);

const arithmetic: Record<string, string> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
};
const comparison: Record<string, string> = { '<': 'isLess', '<=': 'isAtMost', '>': 'isMore', '>=': 'isAtLeast' };

export const emitBinary: Handler = (emitter, node, place) => {
  const operator = String(node.value);
  if (operator === 'and' || operator === 'or') return emitLogic(emitter, node, place, operator);
  const [left, right] = emitter.all([node.lhs as AstNode, node.rhs as AstNode], place) as [Code, Code];
  const position = literal(node.position ?? 0);
  if (arithmetic[operator] !== undefined) return emitter.pure(arithmetic[operator], [left, right, position], numeric);
  if (comparison[operator] !== undefined) return emitter.helper(comparison[operator], [left, right, position], truth);
  switch (operator) {
    case '=':
      return equality(emitter, left, right);
    case '!=':
      return emitter.helper('differs', [left, right], { ...truth, defined: true });
    case 'in':
      return emitter.helper('isIn', [left, right], { ...truth, defined: true });
    case '&':
      return emitter.helper('concat', [left, right, position], { is: 'string', defined: true });
    default:
      return emitter.helper('range', [left, right, position], { is: 'list' });
  }
};

/** A literal text, number or the like is equal to nothing but itself. */
function equality(emitter: Emitter, left: Code, right: Code): Code {
  const isScalar = (code: Code): boolean => code.kind === 'literal' && code.value !== undefined;
  if (isScalar(left) || isScalar(right)) return binary('===', left, right);
  return emitter.helper('equals', [left, right], { ...truth, defined: true });
}

/** `and` and `or` put their place on whatever fails in their right side. */
function emitLogic(emitter: Emitter, node: AstNode, place: Place, operator: 'and' | 'or'): Code {
  const at = [literal(node.position ?? 0), literal(operator)];
  const asTruth = (code: Code): Code =>
    code.type?.is === 'boolean' && code.type.defined === true
      ? code
      : emitter.pure('isTrueAt', [code, ...at], { ...truth, defined: true });
  const left = asTruth(emitter.emit(node.lhs as AstNode, place));
  const out: Statement[] = [];
  const right = asTruth(emitter.emit(node.rhs as AstNode, { ...place, out }));
  if (out.length === 0 && !canFail(right)) {
    return binary(operator === 'and' ? '&&' : '||', left, right, { ...truth, defined: true });
  }
  const result = emitter.variable(place, left);
  const fault = emitter.fresh();
  const attempt: Statement = {
    kind: 'try',
    body: [...out, emitter.assign(result, right)],
    fault,
    handler: emitter.pure('placedAt', [read(fault), ...at]),
  };
  const test = operator === 'and' ? read(result) : ({ kind: 'not', of: read(result) } as Code);
  place.out.push({ kind: 'if', test, body: [attempt], otherwise: [] });
  return read(result, { ...truth, defined: true });
}

const safeHelpers = new Set([
  'field',
  'single',
  'equals',
  'differs',
  'isIn',
  'isArray',
  'here',
  'isSpread',
  'isTrueAt',
]);

/** `isTrueAt` fails for infinity only, and says where itself. */
export function canFail(code: Code): boolean {
  switch (code.kind) {
    case 'literal':
    case 'constant':
    case 'local':
      return false;
    case 'assign':
      return canFail(code.value);
    case 'helper':
      return !safeHelpers.has(code.name) || code.args.some(canFail);
    case 'property':
    case 'not':
    case 'typeof':
      return canFail(code.of);
    case 'binary':
      return canFail(code.left) || canFail(code.right);
    case 'conditional':
      return canFail(code.test) || canFail(code.value) || canFail(code.otherwise);
    default:
      return true;
  }
}

export function truthOf(emitter: Emitter, code: Code): Code {
  return code.type?.is === 'boolean' ? code : emitter.pure('isTrue', [code], { ...truth, defined: true });
}

export const emitCondition: Handler = (emitter, node, place, want) => {
  const condition = node.condition as AstNode;
  const then = node.then as AstNode;
  if (isFallback(emitter, condition, then, place)) {
    const first = emitter.keep(emitter.emit(then, place, want), place);
    return choose(emitter, place, isThere(first), { code: first, out: [] }, branch(emitter, node.else, place, want));
  }
  const test = truthOf(emitter, emitter.emit(condition, place));
  return choose(emitter, place, test, branch(emitter, then, place, want), branch(emitter, node.else, place, want));
};

interface Branch {
  code: Code;
  out: Statement[];
}

function branch(emitter: Emitter, node: AstNode | undefined, place: Place, want: Want): Branch {
  const out: Statement[] = [];
  return { code: node === undefined ? nothing : emitter.emit(node, { ...place, out }, want), out };
}

function choose(emitter: Emitter, place: Place, test: Code, then: Branch, otherwise: Branch): Code {
  const type = commonType(then.code, otherwise.code);
  if (then.out.length === 0 && otherwise.out.length === 0) return conditional(test, then.code, otherwise.code, type);
  const result = emitter.variable(place);
  place.out.push({
    kind: 'if',
    test,
    body: [...then.out, emitter.assign(result, then.code)],
    otherwise: [...otherwise.out, emitter.assign(result, otherwise.code)],
  });
  return read(result, type);
}

function commonType(left: Code, right: Code): ValueType {
  const [a, b] = [left.type ?? {}, right.type ?? {}];
  const isNothing = (code: Code): boolean => code.kind === 'literal' && code.value === undefined;
  const kind = isNothing(left) ? b.is : isNothing(right) ? a.is : a.is === b.is ? a.is : undefined;
  const isOwn = (code: Code): boolean => isNothing(code) || code.type?.own === true;
  return {
    ...(kind === undefined ? {} : { is: kind }),
    defined: a.defined === true && b.defined === true,
    own: isOwn(left) && isOwn(right),
    settled: true,
  };
}

/** `a ?? b` is `$exists(a) ? a : b`: `a` need not be looked up twice, unless that does something. */
function isFallback(emitter: Emitter, condition: AstNode, then: AstNode, place: Place): boolean {
  const tested = condition.arguments?.[0];
  if (condition.type !== 'function' || condition.arguments?.length !== 1 || tested === undefined) return false;
  const { procedure } = condition;
  if (procedure?.type !== 'variable' || procedure.value !== 'exists') return false;
  if (emitter.builtIn('exists', place.scope) === undefined || condition.predicate !== undefined) return false;
  return isPure(then) && JSON.stringify(tested) === JSON.stringify(then);
}

function isPure(node: AstNode): boolean {
  return (
    !['function', 'apply', 'bind', 'lambda', 'regex', 'partial'].includes(node.type) && childrenOf(node).every(isPure)
  );
}

export const emitBlock: Handler = (emitter, node, place, want) => {
  const nodes = node.expressions ?? [];
  const inner = emitter.frame(nodes, place);
  return emitSequence(emitter, nodes, inner, (last, at) => emitter.emit(last, at, want));
};

/** The nodes one after the other; `emitLast` makes the value. */
export function emitSequence(
  emitter: Emitter,
  nodes: AstNode[],
  place: Place,
  emitLast: (node: AstNode, place: Place) => Code,
): Code {
  let result = nothing;
  for (const [index, node] of nodes.entries()) {
    if (index === nodes.length - 1) {
      result = emitLast(node, place);
    } else {
      const code = emitter.emit(node, place);
      if (canFail(code)) place.out.push({ kind: 'do', code });
      // Only now, for a function that was made before may run before.
      if (node.type === 'bind') markDefinite(place, String((node.lhs as AstNode).value));
    }
  }
  return withType(result, { ...result.type, settled: true });
}

function markDefinite(place: Place, name: string): void {
  const variable = place.scope?.variables.get(name);
  if (variable !== undefined) variable.definite = true;
}

export const emitBind: Handler = (emitter, node, place) => {
  const name = String((node.lhs as AstNode).value);
  const rhs = node.rhs as AstNode;
  const variables = place.scope?.variables;
  const known = variables?.get(name);
  if (known === undefined) {
    // Bound here for the first time; a function may read it, for it runs later.
    const local = emitter.fresh();
    if (rhs.type === 'lambda') variables?.set(name, { local, definite: true, type: { is: 'function', defined: true } });
    const value = emitter.emit(rhs, place);
    place.out.push({ kind: 'let', local, value });
    const type: ValueType = { ...value.type, settled: true, own: false };
    variables?.set(name, { local, definite: true, type });
    return read(local, type);
  }
  const value = emitter.keep(emitter.emit(rhs, place), place);
  place.out.push(emitter.assign(known.local, value));
  return value;
};

/** The number of an order, not a filter: `-x`. */
export const emitNegation: Handler = (emitter, node, place) => {
  const value = emitter.emit(node.expression as AstNode, place);
  return emitter.pure('negate', [value, literal(node.position ?? 0)], numeric);
};

export const emitWildcard: Handler = (emitter, _node, place) => emitter.helper('wildcard', [place.context]);

export const emitDescendants: Handler = (emitter, _node, place) => emitter.helper('descendants', [place.context]);

export const emitRegex: Handler = (emitter, node) => ({
  ...emitter.constant(emitter.library.regex(node.value as RegExp, node.position ?? 0)),
  type: { is: 'function', defined: true },
});
