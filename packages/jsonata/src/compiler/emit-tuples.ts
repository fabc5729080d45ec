import type { AstNode, Stage } from '../ast.ts';
import {
  type Code,
  type Local,
  type Statement,
  binary,
  conditional,
  func,
  helper,
  isMissing,
  literal,
  nothing,
  read,
} from './code.ts';
import { emitGroup } from './emit-objects.ts';
import { isInherited, isKept } from './emit-chains.ts';
import { constructed, listOf } from './emit-paths.ts';
import { canLoop, emitTupleLoops } from './emit-tuple-loops.ts';
import type { Emitter, Handler, Place } from './emitter.ts';
import { innerScope } from './scope.ts';

/** Paths with `@`, `#` or `%` in them: from the first such step on, each item travels with the variables it has. */
export const emitTuplePath: Handler = (emitter, node, place, want) => {
  const steps = node.steps as AstNode[];
  const start = steps.findIndex(step => step.tuple === true);
  const names = new Set<string>();
  const isLooped = canLoop(emitter, node, start);
  if (isLooped && start === 0) return emitTupleLoops(emitter, node, 0, undefined, place, want);
  const { list, ifEmpty, hasEnded } = startOf(emitter, node, start, place);
  const first = emitter.keep(list, place);
  // The path ends before the first step with tuples when there is nothing for it.
  const isEmpty = hasEnded ?? emitter.pure('isEmptyList', [first]);
  if (isLooped) {
    const value = emitTupleLoops(emitter, node, start, first, place, want);
    if (ifEmpty === undefined || isNothing(ifEmpty)) return value;
    return conditional(isEmpty, ifEmpty, value, { settled: true });
  }
  let stream = first;
  let areTuples = false;
  // A list that is made at the start gives no variables.
  const from = start === 0 && steps[0]?.consarray === true ? 1 : start;
  for (const step of from === -1 ? [] : steps.slice(from)) {
    stream = emitter.keep(emitTupleStep(emitter, step, stream, areTuples, names, place), place);
    areTuples = true;
  }
  if (ifEmpty === undefined) return endOfStream(emitter, node, stream, areTuples, names, place);
  if (node.group === undefined) {
    const value = endOfStream(emitter, node, stream, areTuples, names, place);
    return conditional(isEmpty, ifEmpty, value, { settled: true });
  }
  const grouped = emitter.keep(conditional(isEmpty, ifEmpty, stream), place);
  return endOfStream(emitter, node, grouped, areTuples, names, place);
};

const isNothing = (code: Code): boolean => code.kind === 'literal' && code.value === undefined;

export const hasTuples = (path: AstNode): boolean =>
  path.tuple === true || (path.steps ?? []).some(step => step.tuple === true);

/** The steps before the first with tuples, and what the path gives when they give nothing. */
function startOf(
  emitter: Emitter,
  path: AstNode,
  start: number,
  place: Place,
): { list: Code; ifEmpty: Code | undefined; hasEnded?: Code } {
  const steps = path.steps as AstNode[];
  const before = start === -1 ? steps : steps.slice(0, start);
  const [first] = steps as [AstNode];
  const keeps = path.keepSingletonArray === true;
  if (before.length === 1 && first.consarray === true) {
    const { made, wrap } = constructed(emitter, first, place);
    const hasEnded = binary('||', isMissing(made), emitter.pure('isEmptyList', [made]));
    return { list: emitter.pure('itemsOf', [made]), ifEmpty: wrap(nothing, keeps), hasEnded };
  }
  if (before.length > 0) return listOf(emitter, before, place, keeps);
  if (first.consarray === true) {
    const context = emitter.keep(helper('asList', [place.context]), place);
    const made = emitter.keep(emitter.emit(first, { ...place, context }), place);
    return { list: first.focus === undefined ? made : context, ifEmpty: undefined };
  }
  return { list: helper(first.type === 'variable' ? 'asOnlyItem' : 'asList', [place.context]), ifEmpty: undefined };
}

function emitTupleStep(
  emitter: Emitter,
  step: AstNode,
  stream: Code,
  areTuples: boolean,
  names: Set<string>,
  place: Place,
): Code {
  const after = step.type === 'sort' ? sortedStream(emitter, step, stream, areTuples, names, place) : undefined;
  const { stages, focus, index, ancestor, ...bare } = step;
  const made =
    after ??
    emitter.helper('tupleStep', [
      stream,
      literal(areTuples),
      {
        kind: 'object',
        entries: [
          ['evaluate', tupleReader(emitter, place, names, true, inner => emitter.emit(bare, inner))],
          ['focus', literal(focus)],
          ['index', literal(index)],
          ['ancestor', literal(ancestor?.label)],
        ],
      },
    ]);
  for (const name of namesIn(step)) names.add(name);
  return stages === undefined ? made : applyStages(emitter, stages, emitter.keep(made, place), names, place);
}

/** The variables that a step gives to its tuples. */
function namesIn(step: AstNode): string[] {
  const own = [step.focus, step.index, step.ancestor?.label].filter(name => name !== undefined);
  return [...own, ...namesOfStream(step)];
}

function namesOfStream(node: AstNode): string[] {
  if (node.type === 'block') return node.expressions?.length ? namesOfStream(node.expressions.at(-1) as AstNode) : [];
  if (node.type !== 'path' || node.tuple !== true) return [];
  return (node.steps ?? []).flatMap(step => [
    ...namesIn(step),
    ...(step.stages ?? []).flatMap(({ type, value }) => (type === 'index' && value !== undefined ? [value] : [])),
  ]);
}

function sortedStream(
  emitter: Emitter,
  step: AstNode,
  stream: Code,
  areTuples: boolean,
  names: Set<string>,
  place: Place,
): Code {
  const terms = (step.terms ?? []).map(({ descending, expression }): Code => ({
    kind: 'object',
    entries: [
      ['descending', literal(descending)],
      ['key', tupleReader(emitter, place, names, areTuples, inner => emitter.emit(expression, inner))],
    ],
  }));
  const sorted = emitter.helper('order', [stream, { kind: 'list', items: terms }, literal(step.position ?? 0)]);
  if (areTuples) return sorted;
  if (step.index !== undefined) names.add(step.index);
  return helper('numberSorted', [sorted, literal(step.index)]);
}

function applyStages(emitter: Emitter, stages: Stage[], list: Code, names: Set<string>, place: Place): Code {
  const items = stages.map((stage): Code => {
    if (stage.type === 'index') {
      const name = String(stage.value);
      names.add(name);
      return objectCode([
        ['kind', literal('number')],
        ['name', literal(name)],
      ]);
    }
    const predicate = stage.expr as AstNode;
    if (predicate.type === 'number') {
      return objectCode([
        ['kind', literal('pick')],
        ['index', literal(Math.floor(predicate.value as number))],
      ]);
    }
    return objectCode([
      ['kind', literal('filter')],
      ['keeps', tupleReader(emitter, place, names, true, inner => emitter.emit(predicate, inner))],
    ]);
  });
  return emitter.helper('applyStages', [list, { kind: 'list', items }]);
}

const objectCode = (entries: [string, Code][]): Code => ({ kind: 'object', entries });

/**
 * A function of a tuple, whose variables are those of the function's code. Where jsonata loses track of what is a tuple
 * (after a sort), it is called with `bound` false and the tuple is the context itself.
 */
function tupleReader(
  emitter: Emitter,
  place: Place,
  names: ReadonlySet<string>,
  isTuple: boolean,
  emit: (place: Place) => Code,
): Code {
  const item: Local = emitter.fresh();
  const bound: Local = emitter.fresh();
  const out: Statement[] = [];
  const scope = innerScope(place.scope);
  const ifBound = (name: string, otherwise: Code): Code => {
    const own: Code = isInherited(name)
      ? emitter.pure('member', [read(item), literal(name)])
      : { kind: 'property', of: read(item), name };
    return conditional({ kind: 'binary', operator: '===', left: read(bound), right: literal(false) }, otherwise, own);
  };
  if (!isTuple) return functionOf(read(item));
  for (const name of names) {
    const local = emitter.fresh();
    out.push({ kind: 'let', local, value: ifBound(name, emitter.lookUp(name, place.scope)) });
    scope.variables.set(name, { local, definite: true, type: undefined });
  }
  const context = emitter.fresh();
  out.push({ kind: 'let', local: context, value: ifBound('@', read(item)) });
  return functionOf(read(context));

  function functionOf(at: Code): Code {
    const value = emit({ scope, context: at, out, repeats: true });
    out.push({ kind: 'return', value });
    return func([item, bound], out);
  }
}

function endOfStream(
  emitter: Emitter,
  node: AstNode,
  stream: Code,
  areTuples: boolean,
  names: Set<string>,
  place: Place,
): Code {
  if (node.group !== undefined) {
    const group = node.group;
    return emitGroup(emitter, group.lhs, stream, place, group.position, part =>
      tupleReader(emitter, place, names, areTuples, inner => emitter.emit(part, inner)),
    );
  }
  const items = areTuples && node.tuple !== true ? helper('itemsOfStream', [stream]) : stream;
  if (isKept(node)) return helper('kept', [items], { settled: true });
  return helper('collapseUnlessStream', [items], { settled: true });
}

/** A block that gives a stream, with filters. */
export function emitFilteredStream(emitter: Emitter, node: AstNode, value: Code, place: Place): Code {
  const names = new Set(namesOfStream(node));
  const filtered = applyStages(emitter, node.predicate ?? [], emitter.keep(value, place), names, place);
  if (node.group === undefined) {
    return helper(node.keepArray === true ? 'keptUnlessStream' : 'collapseUnlessStream', [filtered], { settled: true });
  }
  return emitGroup(emitter, node.group.lhs, filtered, place, node.group.position, part =>
    tupleReader(emitter, place, names, true, inner => emitter.emit(part, inner)),
  );
}
