import type { AstNode, Stage } from '../ast.ts';
import {
  type Code,
  type Statement,
  binary,
  conditional,
  func,
  helper,
  isSimple,
  literal,
  nothing,
  read,
} from './code.ts';
import { isBareName, isKept, literalPosition } from './emit-chains.ts';
import type { Emitter, Place } from './emitter.ts';
import type { Sink } from './gather.ts';
import { isInvariant } from './invariant.ts';
import { loop } from './loops.ts';
import { type Scope, innerScope } from './scope.ts';

/** Filters, one after the other. */
export function emitStages(emitter: Emitter, stages: Stage[], value: Code, place: Place, sink: Sink): void {
  const [stage, ...others] = stages;
  if (stage === undefined) return sink.value(value, place);
  const input = emitter.keep(value, place);
  const predicate = stage.expr as AstNode;
  const index = literalPosition(stage);
  if (index !== undefined) {
    const picked = emitter.keep(emitter.pure('pick', [input, literal(index)], { defined: true }), place);
    return emitStages(emitter, others, picked, place, sink);
  }
  const isStreamed = others.every(({ expr }) => isTruth(expr as AstNode));
  if (isStreamed) {
    filtered(emitter, predicate, input, place, (item, inner) => emitTruthStages(emitter, others, item, inner, sink));
    return undefined;
  }
  // The next filter counts: it needs the whole list.
  const list = emitter.variable(place, { kind: 'list', items: [] });
  filtered(emitter, predicate, input, place, (item, inner) => {
    inner.out.push({ kind: 'do', code: emitter.helper('pushItem', [read(list), item]) });
  });
  return emitStages(emitter, others, emitter.pure('asSequence', [read(list)], { defined: true }), place, sink);
}

/** Filters of an item that are true or false: comparisons and the like. */
export function emitTruthStages(
  emitter: Emitter,
  stages: Stage[],
  item: Code,
  place: Place,
  sink: Pick<Sink, 'item'>,
): void {
  const [stage, ...others] = stages;
  if (stage === undefined) return sink.item(item, place);
  const test = emitter.emit(stage.expr as AstNode, { ...place, context: item });
  const then: Place = { ...place, out: [] };
  emitTruthStages(emitter, others, item, then, sink);
  place.out.push({ kind: 'if', test, body: then.out, otherwise: [] });
  return undefined;
}

const truthOperators = new Set(['=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in']);

export function isTruth(node: AstNode): boolean {
  return (
    node.type === 'binary' &&
    truthOperators.has(String(node.value)) &&
    node.predicate === undefined &&
    node.group === undefined
  );
}

/** One filter that is no literal position. */
function filtered(
  emitter: Emitter,
  predicate: AstNode,
  input: Code,
  place: Place,
  body: (item: Code, place: Place) => void,
): void {
  const isFixed = (node: AstNode): boolean =>
    // What a probe shows is evaluated for every item.
    !emitter.hasProbes && isInvariant(node, name => emitter.builtIn(name, place.scope) !== undefined);
  if (isFixed(predicate)) {
    const chosen = chosenAtOnce(emitter, predicate, input, place);
    loop(emitter, { kind: 'property', of: chosen, name: 'length' }, place, (index, inner) => {
      body(emitter.keep({ kind: 'item', of: chosen, index }, inner), inner);
    });
    return;
  }
  const isList = emitter.keep(helper('isArray', [input]), place);
  const lengthOf = (list: Code): Code =>
    conditional(isList, { kind: 'property', of: list, name: 'length' }, literal(1));
  const length = emitter.keep(lengthOf(input), place);
  const comparison = comparisonIn(predicate, isFixed);
  const isSearched = comparison?.isEquality === true && place.repeats && !emitter.hasTransforms;
  const fixed =
    comparison && (isSearched || comparison.isWhole) ? fixedSide(emitter, comparison, length, place) : undefined;
  const list =
    fixed && isSearched ? candidates(emitter, comparison as Comparison, fixed.value, input, isList, place) : input;
  loop(emitter, list === input ? length : lengthOf(list), place, (index, inner) => {
    const item = emitter.keep(conditional(isList, { kind: 'item', of: list, index }, input), inner);
    const scope = fixed?.scope ?? inner.scope;
    const result = emitter.emit(fixed?.predicate ?? predicate, { ...inner, scope, context: item });
    if (result.type?.is === 'boolean') {
      const then: Place = { ...inner, out: [] };
      body(item, then);
      inner.out.push({ kind: 'if', test: result, body: then.out, otherwise: [] });
    } else {
      const times = emitter.pure('matches', [result, index, length]);
      loop(emitter, times, inner, (_time, again) => body(item, again));
    }
  });
}

/** What a filter leaves that says the same of every item: `[[$from..$to]]`. It is evaluated if there is any. */
function chosenAtOnce(emitter: Emitter, predicate: AstNode, input: Code, place: Place): Code {
  const list = emitter.keep(conditional(helper('isArray', [input]), input, { kind: 'list', items: [input] }), place);
  const chosen = emitter.variable(place, list);
  const at: Place = { ...place, context: nothing, out: [] };
  const range = rangeIn(predicate);
  const value =
    range === undefined
      ? emitter.pure('chosen', [list, emitter.emit(predicate, at)])
      : emitter.helper('chosenRange', [
          list,
          ...emitter.all([range.lhs as AstNode, range.rhs as AstNode], at),
          literal(range.position ?? 0),
        ]);
  place.out.push({
    kind: 'if',
    test: binary('>', { kind: 'property', of: list, name: 'length' }, literal(0)),
    body: [...at.out, emitter.assign(chosen, value)],
    otherwise: [],
  });
  return read(chosen);
}

function rangeIn({ type, value, expressions = [], predicate, group, consarray }: AstNode): AstNode | undefined {
  const [only] = expressions;
  const isList = type === 'unary' && value === '[' && predicate === undefined && group === undefined;
  if (!isList || consarray === true || expressions.length !== 1 || only?.type !== 'binary') return undefined;
  return only.value === '..' && only.predicate === undefined && only.group === undefined ? only : undefined;
}

/** A comparison in a filter of something in the item with what is the same for all items. */
interface Comparison {
  node: AstNode;
  key: AstNode;
  fixed: 'lhs' | 'rhs';
  isEquality: boolean;
  /** It is all that the filter asks; else nothing more is asked where it does not hold. */
  isWhole: boolean;
}

const comparisons = new Set(['=', '!=', '<', '<=', '>', '>=']);

function comparisonIn(node: AstNode, isFixed: (node: AstNode) => boolean): Comparison | undefined {
  if (!isTruth(node)) return undefined;
  const operator = String(node.value);
  if (operator === 'and') {
    const first = comparisonIn(node.lhs as AstNode, isFixed);
    return first && { ...first, isWhole: false };
  }
  if (!comparisons.has(operator)) return undefined;
  const [lhs, rhs] = [node.lhs as AstNode, node.rhs as AstNode];
  const isEquality = operator === '=';
  if (isNameInItem(lhs) && isFixed(rhs)) return { node, key: lhs, fixed: 'rhs', isEquality, isWhole: true };
  if (isNameInItem(rhs) && isFixed(lhs)) return { node, key: rhs, fixed: 'lhs', isEquality, isWhole: true };
  return undefined;
}

const isNameInItem = (node: AstNode): boolean =>
  node.type === 'path' &&
  !isKept(node) &&
  node.group === undefined &&
  node.predicate === undefined &&
  (node.steps ?? []).every(isBareName);

interface FixedSide {
  value: Code;
  /** The filter and its scope when the side is a variable in it. */
  predicate?: AstNode;
  scope?: Scope;
}

/** The side is evaluated before the loop, if there is an item. */
function fixedSide(emitter: Emitter, { node, fixed, isWhole }: Comparison, length: Code, place: Place): FixedSide {
  const out: Statement[] = [];
  const value = emitter.emit(node[fixed] as AstNode, { ...place, context: nothing, out });
  if (out.length === 0 && (isSimple(value) || value.kind === 'local')) return { value };
  const local = emitter.variable(place);
  const body = [...out, emitter.assign(local, value)];
  place.out.push({ kind: 'if', test: binary('>', length, literal(0)), body, otherwise: [] });
  const found = read(local, value.type);
  if (!isWhole) return { value: found };
  // No variable of an expression has a space in its name.
  const name = 'fixed side';
  const scope = innerScope(place.scope);
  scope.variables.set(name, { local, definite: true, type: { ...value.type, settled: true } });
  return { value: found, predicate: { ...node, [fixed]: { type: 'variable', value: name } }, scope };
}

/** The items that can be equal: found by an index when the same list is searched again and again. */
function candidates(
  emitter: Emitter,
  { key }: Comparison,
  wanted: Code,
  input: Code,
  isList: Code,
  place: Place,
): Code {
  const names = (key.steps ?? []).map(({ value }) => String(value));
  const reader = emitter.shared(JSON.stringify(['key', ...names]), () => {
    const item = emitter.fresh();
    const out: Statement[] = [];
    const value = emitter.emit(key, { scope: undefined, context: read(item), out, repeats: false });
    return func([emitter.evaluation, item], [...out, { kind: 'return', value }]);
  });
  const index = emitter.perRun(emitter.pure('listIndex', [read(reader)]));
  const list = emitter.variable(place, input);
  const searched = emitter.helper('candidates', [read(index), input, wanted]);
  place.out.push({ kind: 'if', test: isList, body: [emitter.assign(list, searched)], otherwise: [] });
  return read(list);
}
