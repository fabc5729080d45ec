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
  isThere,
  literal,
  nothing,
  not,
  read,
} from './code.ts';
import { emitGroup } from './emit-objects.ts';
import type { Emitter, Handler, Place, Want } from './emitter.ts';

/** Where a step's results go: one that is spread when it is a list, or an item as it is. */
interface Sink {
  value(code: Code, place: Place): void;
  item(code: Code, place: Place): void;
}

export const emitName: Handler = (emitter, node, place) => fieldOf(emitter, place.context, String(node.value));

export const emitPath: Handler = (emitter, node, place, want) => {
  const steps = node.steps as AstNode[];
  if (steps.every(isBareName) && !isKept(node) && node.group === undefined) {
    return emitChain(
      emitter,
      steps.map(step => String(step.value)),
      place,
    );
  }
  return emitSteps(emitter, node, place, want);
};

export const isKept = (path: AstNode): boolean => path.keepSingletonArray === true || path.keepArray === true;

const isBareName = (step: AstNode): boolean =>
  step.type === 'name' && step.stages === undefined && step.predicate === undefined && step.group === undefined;

const isPlainObject = (code: Code): Code =>
  binary(
    '&&',
    binary('&&', binary('===', { kind: 'typeof', of: code }, literal('object')), binary('!==', code, literal(null))),
    not(helper('isArray', [code])),
  );

/** Names that every object has: only own ones are data. */
const isInherited = (name: string): boolean => name in Object.prototype;

/** The field of what may also be a list, as a step sees it. */
function fieldOf(emitter: Emitter, context: Code, name: string): Code {
  const general = emitter.pure('field', [context, literal(name)], { settled: true });
  if (isInherited(name)) return general;
  return conditional(isPlainObject(context), { kind: 'property', of: context, name }, general, { settled: true });
}

/** `a.b.c`: straight through objects. Where a list turns up, a function of the run's module goes the long way. */
function emitChain(emitter: Emitter, names: string[], place: Place): Code {
  const around = longWay(emitter, names);
  const otherwise: Code = { kind: 'invoke', callee: read(around), args: [read(emitter.evaluation), place.context] };
  if (names.some(isInherited)) return { ...otherwise, type: { settled: true } };
  let at = place.context;
  let test: Code | undefined;
  for (const name of names.slice(0, -1)) {
    const local = emitter.variable(place);
    const isObject = isPlainObject(at);
    const stepped: Code = { kind: 'assign', local, value: { kind: 'property', of: at, name } };
    // The assignment happens on the way to the next test, which reads it.
    const next: Code = binary('===', stepped, read(local));
    test = test === undefined ? binary('&&', isObject, next) : binary('&&', binary('&&', test, isObject), next);
    at = read(local);
  }
  const last: Code = { kind: 'property', of: at, name: names.at(-1) as string };
  const whole = test === undefined ? isPlainObject(at) : binary('&&', test, isPlainObject(at));
  return conditional(whole, emitter.pure('single', [last]), otherwise, { settled: true });
}

function longWay(emitter: Emitter, names: string[]): Local {
  const key = names.join('\0');
  const known = emitter.longWays.get(key);
  if (known !== undefined) return known;
  const local = emitter.fresh();
  emitter.longWays.set(key, local);
  const context = emitter.fresh();
  const out: Statement[] = [];
  const place: Place = { scope: undefined, context: read(context), out };
  const steps = names.map((value): AstNode => ({ type: 'name', value }));
  const value = emitSteps(emitter, { type: 'path', steps }, place, 'value');
  out.push({ kind: 'return', value });
  emitter.hoisted.push({ local, code: func([emitter.evaluation, context], out) });
  return local;
}

/** Steps one within the other, as loops: what the innermost gives is gathered. */
function emitSteps(emitter: Emitter, node: AstNode, place: Place, want: Want): Code {
  return endPath(emitter, node, place, want, resultsOf(emitter, node.steps as AstNode[], undefined, place, want));
}

/** `list`: what the steps begin with, instead of the context. A sort needs all that comes before it. */
function resultsOf(emitter: Emitter, steps: AstNode[], list: Code | undefined, place: Place, want: Want): Results {
  const sortAt = steps.findIndex(step => step.type === 'sort');
  if (sortAt === -1) return gatherAll(emitter, place, sink => begin(emitter, steps, list, place, want, sink));
  const sort = steps[sortAt] as AstNode;
  const rest = steps.slice(sortAt + 1);
  const before = toSort(emitter, steps.slice(0, sortAt), list, place);
  const sorted = emitter.keep(orderedBy(emitter, sort, before.list, place), place);
  const results = afterSort(emitter, sort.stages, sorted, rest, place, want);
  return { ...results, wrap: (code, keeps) => before.wrap(results.wrap(code, keeps), keeps) };
}

function toSort(
  emitter: Emitter,
  steps: AstNode[],
  list: Code | undefined,
  place: Place,
): Pick<Results, 'wrap'> & { list: Code } {
  const [first] = steps;
  if (first === undefined) return { list: list as Code, wrap: code => code };
  if (steps.length === 1 && list === undefined && first.consarray === true) {
    const { made, wrap } = constructed(emitter, first, place);
    return { list: made, wrap };
  }
  const results = resultsOf(emitter, steps, list, place, 'value');
  return { list: results.list(), wrap: results.wrap };
}

function afterSort(
  emitter: Emitter,
  stages: Stage[] | undefined,
  sorted: Code,
  rest: AstNode[],
  place: Place,
  want: Want,
): Results {
  if (stages === undefined) {
    return rest.length === 0 ? sortedResults(emitter, sorted) : resultsOf(emitter, rest, sorted, place, want);
  }
  const staged = (some: Stage[]): Results =>
    gatherAll(emitter, place, sink => {
      emitStages(emitter, some, sorted, place, sink);
      return { isOwn: false };
    });
  if (rest.length === 0) return staged(stages);
  const position = positionIn(stages.at(-1)?.expr as AstNode);
  if (position === undefined) return resultsOf(emitter, rest, emitter.keep(staged(stages).list(), place), place, want);
  const list = stages.length === 1 ? sorted : staged(stages.slice(0, -1)).list();
  const picked = emitter.keep(emitter.pure('pick', [list, literal(position)], { defined: true }), place);
  const items = emitter.keep(emitter.pure('singleListed', [picked]), place);
  const further = resultsOf(emitter, rest, items, place, want);
  // An item that is an empty list ends the path.
  return {
    ...further,
    wrap: code => conditional(emitter.pure('isEmptyItem', [picked]), picked, code, { settled: true }),
  };
}

function sortedResults(emitter: Emitter, sorted: Code): Results {
  const value = (): Code => emitter.pure('sortedValue', [sorted]);
  const kept = (): Code => emitter.pure('sortedKept', [sorted]);
  return { isOwn: false, value, kept, own: value, ownKept: kept, list: () => sorted, wrap: code => code };
}

function endPath(emitter: Emitter, node: AstNode, place: Place, want: Want, results: Results): Code {
  const keeps = isKept(node);
  let value: Code;
  if (node.group !== undefined) {
    const list = results.wrap(results.list(), node.keepSingletonArray === true);
    value = emitGroup(emitter, node.group.lhs, list, place, node.group.position);
  } else if (want === 'own' && results.isOwn) {
    value = keeps ? results.ownKept() : results.own();
  } else {
    value = keeps ? results.kept() : results.value();
  }
  const isOwn = want === 'own' && results.isOwn && node.group === undefined;
  const type = { ...value.type, settled: true, own: isOwn };
  const whole: Code = { ...value, type };
  return node.group === undefined ? results.wrap(whole, node.keepSingletonArray === true) : whole;
}

interface Results {
  isOwn: boolean;
  value(): Code;
  kept(): Code;
  own(): Code;
  ownKept(): Code;
  list(): Code;
  /** The path's value, but for a list at its start that is empty and so is the value. */
  wrap: (code: Code, keeps: boolean) => Code;
}

interface Begun {
  isOwn: boolean;
  wrap?: Results['wrap'];
}

/** Gathers what `emit` gives to the sink. Most paths have one result: no list is made for it. */
function gatherAll(emitter: Emitter, place: Place, emit: (sink: Sink) => Begun): Results {
  const found = emitter.variable(place);
  const only = emitter.variable(place);
  const then = (code: Code): Statement => ({ kind: 'do', code });
  let usesOnly = false;
  const sink: Sink = {
    value(code, at) {
      usesOnly = true;
      const value = emitter.keep(code, at);
      const more = then(emitter.helper('gatherMore', [read(found), value]));
      const both = emitter.helper('gatherMore', [emitter.helper('gather', [read(only)]), value]);
      const add: Statement = {
        kind: 'if',
        test: isThere(read(found)),
        body: [more],
        otherwise: [
          {
            kind: 'if',
            test: isMissing(read(only)),
            body: [emitter.assign(only, value)],
            otherwise: [emitter.assign(found, both)],
          },
        ],
      };
      at.out.push(
        value.type?.defined === true ? add : { kind: 'if', test: isThere(value), body: [add], otherwise: [] },
      );
    },
    item(code, at) {
      const value = emitter.keep(code, at);
      at.out.push({
        kind: 'if',
        test: isMissing(read(found)),
        body: [emitter.assign(found, { kind: 'list', items: [value] })],
        otherwise: [then(emitter.helper('pushItem', [read(found), value]))],
      });
    },
  };
  const begun = emit(sink);
  const hasSeveral = isThere(read(found));
  const ifOne = (one: Code): Code => (usesOnly ? one : nothing);
  return {
    isOwn: begun.isOwn,
    value: () =>
      conditional(hasSeveral, emitter.pure('several', [read(found)]), ifOne(emitter.pure('single', [read(only)]))),
    own: () => conditional(hasSeveral, emitter.pure('ownSeveral', [read(found)]), ifOne(read(only))),
    kept: () =>
      conditional(
        hasSeveral,
        emitter.pure('severalKept', [read(found)]),
        ifOne(conditional(isMissing(read(only)), nothing, emitter.pure('singleKept', [read(only)]))),
      ),
    ownKept: () =>
      conditional(
        hasSeveral,
        emitter.pure('ownSeveralKept', [read(found)]),
        ifOne(conditional(isMissing(read(only)), nothing, emitter.pure('ownSingleKept', [read(only)]))),
      ),
    list: () => {
      const empty: Code = { kind: 'list', items: [] };
      const one = usesOnly
        ? conditional(isMissing(read(only)), empty, emitter.pure('singleListed', [read(only)]))
        : empty;
      return conditional(hasSeveral, read(found), one);
    },
    wrap: begun.wrap ?? (code => code),
  };
}

/** The first step, which may stand for the whole context, and all others. */
function begin(
  emitter: Emitter,
  steps: AstNode[],
  list: Code | undefined,
  place: Place,
  want: Want,
  sink: Sink,
): Begun {
  const [first] = steps as [AstNode];
  const rest = new Steps(emitter, steps, want, sink);
  if (list !== undefined) {
    loop(emitter, { kind: 'property', of: list, name: 'length' }, place, (index, inner) => {
      rest.emit(0, emitter.keep({ kind: 'item', of: list, index }, inner), inner);
    });
    return rest.outcome();
  }
  if (first.consarray === true) {
    const { made, wrap } = constructed(emitter, first, place);
    const items = emitter.keep(emitter.pure('itemsOf', [made]), place);
    loop(emitter, { kind: 'property', of: items, name: 'length' }, place, (index, inner) => {
      const item = emitter.keep({ kind: 'item', of: items, index }, inner);
      if (steps.length === 1) sink.item(item, inner);
      else rest.emit(1, item, inner);
    });
    return { ...rest.outcome(), isOwn: false, wrap };
  }
  if (first.type === 'variable') {
    rest.emit(0, place.context, place);
  } else {
    eachOf(emitter, place.context, 'context', place, (item, inner) => rest.emit(0, item, inner));
  }
  return rest.outcome();
}

/** A list that is made at the start: it is gone through, but when it is empty it is what the path gives. */
function constructed(emitter: Emitter, first: AstNode, place: Place): Pick<Results, 'wrap'> & { made: Code } {
  const context = emitter.keep(emitter.pure('asList', [place.context]), place);
  const made = emitter.keep(emitter.emit(first, { ...place, context }), place);
  const wrap: Results['wrap'] = (code, keeps) => {
    const value: Code = keeps ? { kind: 'list', items: [made] } : made;
    return conditional(emitter.pure('isEmptyList', [made]), value, code, { settled: true });
  };
  return { made, wrap };
}

class Steps {
  readonly #emitter: Emitter;
  readonly #steps: AstNode[];
  readonly #want: Want;
  readonly #sink: Sink;
  #isOwn = false;

  constructor(emitter: Emitter, steps: AstNode[], want: Want, sink: Sink) {
    this.#emitter = emitter;
    this.#steps = steps;
    this.#want = want;
    this.#sink = sink;
  }

  outcome(): Begun {
    return { isOwn: this.#isOwn };
  }

  /** The step at `index`, with `item` as its context, and those after it. */
  emit(index: number, item: Code, place: Place): void {
    const step = this.#steps[index] as AstNode;
    const isLast = index === this.#steps.length - 1;
    const stages = step.stages ?? [];
    const want = isLast && stages.length === 0 ? this.#want : 'value';
    const at: Place = { ...place, context: item };
    const value = this.#emitter.emit(step.stages === undefined ? step : withoutStages(step), at, want);
    if (isLast) this.#isOwn = want === 'own' && value.type?.own === true;
    emitStages(this.#emitter, stages, value, place, {
      value: (code, inner) => (isLast ? this.#last(code, inner) : this.#each(index, code, inner)),
      item: (code, inner) => (isLast ? this.#sink.item(code, inner) : this.emit(index + 1, code, inner)),
    });
  }

  #last(code: Code, place: Place): void {
    const kind = code.type?.is;
    const isItem = kind === 'object' && code.type?.defined === true;
    if (isItem) this.#sink.item(code, place);
    else this.#sink.value(code, place);
  }

  #each(index: number, code: Code, place: Place): void {
    const value = this.#emitter.keep(code, place);
    eachOf(this.#emitter, value, 'result', place, (item, inner) => this.emit(index + 1, item, inner));
  }
}

function withoutStages(step: AstNode): AstNode {
  const { stages: _stages, ...bare } = step;
  return bare;
}

/** A loop over a list, or one turn for anything else. A context is there even when it is missing; a result is not. */
function eachOf(
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

function loop(emitter: Emitter, count: Code, place: Place, body: (index: Code, place: Place) => void): void {
  const index = emitter.fresh();
  const inner: Place = { ...place, out: [] };
  body(read(index, { is: 'number', defined: true }), inner);
  place.out.push({ kind: 'count', index, count, body: inner.out, evaluation: emitter.evaluation });
}

/** Filters, one after the other. */
function emitStages(emitter: Emitter, stages: Stage[], value: Code, place: Place, sink: Sink): void {
  const [stage, ...others] = stages;
  if (stage === undefined) return sink.value(value, place);
  const input = emitter.keep(value, place);
  const predicate = stage.expr as AstNode;
  const index = positionIn(predicate);
  if (index !== undefined) {
    const picked = emitter.keep(emitter.pure('pick', [input, literal(index)], { defined: true }), place);
    return emitStages(emitter, others, picked, place, sink);
  }
  const isStreamed = others.every(({ expr }) => isTruth(expr as AstNode));
  if (isStreamed) {
    filtered(emitter, predicate, input, place, (item, inner) => emitItemStages(emitter, others, item, inner, sink));
    return undefined;
  }
  // The next filter counts: it needs the whole list.
  const list = emitter.variable(place, { kind: 'list', items: [] });
  filtered(emitter, predicate, input, place, (item, inner) => {
    inner.out.push({ kind: 'do', code: emitter.helper('pushItem', [read(list), item]) });
  });
  return emitStages(emitter, others, emitter.pure('asSequence', [read(list)], { defined: true }), place, sink);
}

function emitItemStages(emitter: Emitter, stages: Stage[], item: Code, place: Place, sink: Sink): void {
  const [stage, ...others] = stages;
  if (stage === undefined) return sink.item(item, place);
  const test = emitter.emit(stage.expr as AstNode, { ...place, context: item });
  const then: Place = { ...place, out: [] };
  emitItemStages(emitter, others, item, then, sink);
  place.out.push({ kind: 'if', test, body: then.out, otherwise: [] });
  return undefined;
}

function positionIn(predicate: AstNode): number | undefined {
  return predicate.type === 'number' ? Math.floor(predicate.value as number) : undefined;
}

const truthOperators = new Set(['=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in']);

function isTruth(node: AstNode): boolean {
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
  const isList = emitter.keep(helper('isArray', [input]), place);
  const length = emitter.keep(conditional(isList, { kind: 'property', of: input, name: 'length' }, literal(1)), place);
  loop(emitter, length, place, (index, inner) => {
    const item = emitter.keep(conditional(isList, { kind: 'item', of: input, index }, input), inner);
    const result = emitter.emit(predicate, { ...inner, context: item });
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

/** A node with filters that is no step of a path: one value, filtered. */
export function emitFiltered(emitter: Emitter, node: AstNode, value: Code, place: Place): Code {
  const results = gatherAll(emitter, place, sink => {
    emitStages(emitter, node.predicate ?? [], value, place, sink);
    return { isOwn: false };
  });
  if (node.group !== undefined) {
    return emitGroup(emitter, node.group.lhs, results.list(), place, node.group.position);
  }
  return { ...(node.keepArray === true ? results.kept() : results.value()), type: { settled: true } };
}

function orderedBy(emitter: Emitter, sort: AstNode, list: Code, place: Place): Code {
  const terms = (sort.terms ?? []).map(({ descending, expression }): Code => ({
    kind: 'object',
    entries: [
      ['descending', literal(descending)],
      ['key', emitter.reader(place, inner => emitter.emit(expression, inner))],
    ],
  }));
  return emitter.helper('order', [list, { kind: 'list', items: terms }, literal(sort.position ?? 0)], {
    is: 'list',
    defined: true,
  });
}

/** What the steps give, as the list that a next step goes through, and what the path gives when that is empty. */
export function listOf(
  emitter: Emitter,
  steps: AstNode[],
  place: Place,
  keeps: boolean,
): { list: Code; ifEmpty: Code } {
  const results = resultsOf(emitter, steps, undefined, place, 'value');
  return { list: results.list(), ifEmpty: results.wrap(nothing, keeps) };
}
