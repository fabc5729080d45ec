import type { AstNode, Stage } from '../ast.ts';
import { type Code, conditional, helper, isMissing, literal } from './code.ts';
import { isKept } from './emit-chains.ts';
import { emitTruthStages, isTruth } from './emit-filters.ts';
import type { Emitter, Place, Want } from './emitter.ts';
import { type Results, type Sink, gatherAll } from './gather.ts';
import { eachOf, loop } from './loops.ts';
import { type Variable, innerScope } from './scope.ts';

/**
 * Whether the steps can be loops one within the other, with the variables of `@`, `#` and `%` as locals: nothing counts or
 * sorts the tuples or takes them as they are.
 */
export function canLoop(emitter: Emitter, node: AstNode, from: number): boolean {
  const steps = (node.steps ?? []).slice(from);
  return (
    !emitter.hasStreams &&
    node.group === undefined &&
    from !== -1 &&
    steps[0]?.consarray !== true &&
    steps.every(step => step.type !== 'sort' && (step.stages ?? []).every(isTruthFilter))
  );
}

const isTruthFilter = ({ type, expr }: Stage): boolean => type === 'filter' && isTruth(expr as AstNode);

/** `list`: what the steps before the first with a variable gave. */
export function emitTupleLoops(
  emitter: Emitter,
  node: AstNode,
  from: number,
  list: Code | undefined,
  place: Place,
  want: Want,
): Code {
  const steps = (node.steps as AstNode[]).slice(from);
  const results = gatherAll(emitter, place, sink => {
    const loops = new TupleLoops(emitter, steps, want, sink);
    const body = (item: Code, inner: Place): void => loops.emit(0, item, inner);
    if (list !== undefined) {
      loop(emitter, { kind: 'property', of: list, name: 'length' }, place, (index, inner) =>
        body(emitter.keep({ kind: 'item', of: list, index }, inner), inner),
      );
    } else if (steps[0]?.type === 'variable') {
      body(place.context, place);
    } else {
      eachOf(emitter, place.context, 'context', place, body);
    }
    return { isOwn: loops.isOwn };
  });
  return valueOf(results, isKept(node), want);
}

function valueOf(results: Results, keeps: boolean, want: Want): Code {
  const isOwn = want === 'own' && results.isOwn;
  const plain = keeps ? results.kept() : results.value();
  const own = keeps ? results.ownKept() : results.own();
  return { ...(isOwn ? own : plain), type: { settled: true, own: isOwn } };
}

class TupleLoops {
  isOwn = false;
  readonly #emitter: Emitter;
  readonly #steps: AstNode[];
  readonly #want: Want;
  readonly #sink: Sink;

  constructor(emitter: Emitter, steps: AstNode[], want: Want, sink: Sink) {
    this.#emitter = emitter;
    this.#steps = steps;
    this.#want = want;
    this.#sink = sink;
  }

  /** The step at `index`, with `context` before it, and those after it. */
  emit(index: number, context: Code, place: Place): void {
    const { stages = [], focus, index: position, ancestor, ...bare } = this.#steps[index] as AstNode;
    const isLast = index === this.#steps.length - 1;
    const goesOut = isLast && focus === undefined && stages.length === 0;
    const value = this.#emitter.emit(bare, { ...place, context }, goesOut ? this.#want : 'value');
    if (goesOut) this.isOwn = this.#want === 'own' && value.type?.own === true;
    eachTuple(this.#emitter, this.#emitter.keep(value, place), place, (item, at, inner) => {
      const scope = innerScope(inner.scope);
      const bind = (name: string | undefined, code: Code): void => {
        if (name !== undefined) scope.variables.set(name, this.#variable(code, inner));
      };
      bind(focus, item);
      bind(position, at);
      bind(ancestor?.label, context);
      const next = focus === undefined ? item : context;
      const body: Place = { ...inner, scope };
      emitTruthStages(this.#emitter, stages, next, body, {
        item: (code, deeper) => (isLast ? this.#sink.item(code, deeper) : this.emit(index + 1, code, deeper)),
      });
    });
  }

  #variable(code: Code, place: Place): Variable {
    const kept = this.#emitter.keep(code, place);
    if (kept.kind === 'local') return { local: kept.local, definite: true, type: kept.type };
    const local = this.#emitter.fresh();
    place.out.push({ kind: 'let', local, value: kept });
    return { local, definite: true, type: kept.type };
  }
}

/** A tuple for each item of a list, or for what is no list. */
function eachTuple(
  emitter: Emitter,
  value: Code,
  place: Place,
  body: (item: Code, at: Code, place: Place) => void,
): void {
  const isList = emitter.keep(helper('isArray', [value]), place);
  const one = value.type?.defined === true ? literal(1) : conditional(isMissing(value), literal(0), literal(1));
  const count = conditional(isList, { kind: 'property', of: value, name: 'length' }, one);
  loop(emitter, count, place, (index, inner) => {
    const item = emitter.keep(conditional(isList, { kind: 'item', of: value, index }, value), inner);
    body(item, index, inner);
  });
}
