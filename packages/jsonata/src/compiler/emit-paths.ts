import type { AstNode, Stage } from '../ast.ts';
import { type Code, conditional, literal, nothing } from './code.ts';
import { emitChain, fieldOf, isChain, isKept, literalPosition } from './emit-chains.ts';
import { emitStages } from './emit-filters.ts';
import { emitGroup } from './emit-objects.ts';
import type { Emitter, Handler, Place, Want } from './emitter.ts';
import { type Begun, type Results, type Sink, gatherAll, sortedResults } from './gather.ts';
import { eachOf, loop } from './loops.ts';

export const emitName: Handler = (emitter, node, place) =>
  node.predicate === undefined
    ? fieldOf(emitter, place.context, String(node.value))
    : emitter.pure('fieldToFilter', [place.context, literal(String(node.value))]);

export const emitPath: Handler = (emitter, node, place, want) => {
  const steps = node.steps as AstNode[];
  if (isChain(steps) && !isKept(node) && node.group === undefined && !steps.some(step => emitter.isProbed(step)))
    return emitChain(emitter, steps, place, longWay(emitter, steps));
  return emitSteps(emitter, node, place, want);
};

/** A function of the chain's start, shared by all chains of the same names. */
function longWay(emitter: Emitter, steps: AstNode[]): Code {
  const [first, ...others] = steps as [AstNode, ...AstNode[]];
  const startsAtValue = first.type === 'variable';
  const all = [startsAtValue ? { ...first, value: '' } : first, ...others].map(({ type, value, stages }): AstNode => ({
    type,
    value,
    ...(stages && { stages }),
  }));
  const key = all.map(({ type, value, stages }) => [type, value, stages?.map(literalPosition)]);
  return emitter.later(JSON.stringify(key), startsAtValue ? { settled: true } : undefined, (alone, place) =>
    emitSteps(alone, { type: 'path', steps: all }, place, 'value'),
  );
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
  const position = literalPosition(stages.at(-1) as Stage);
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
export function constructed(emitter: Emitter, first: AstNode, place: Place): Pick<Results, 'wrap'> & { made: Code } {
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
