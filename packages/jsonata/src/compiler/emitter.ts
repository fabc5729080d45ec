import { type AstNode, type NodeType, type SyntaxRange, origin } from '../ast.ts';
import {
  type Code,
  type Local,
  type Statement,
  type ValueType,
  conditional,
  func,
  helper,
  isSimple,
  literal,
  nothing,
  read,
} from './code.ts';
import { type Scope, type Variable, boundNames, contains, innerScope, mentions } from './scope.ts';

/** Where code is put: the variables there, what the context is, and the statements so far. */
export interface Place {
  readonly scope: Scope | undefined;
  /** Simple: it is read as often as needed. */
  readonly context: Code;
  readonly out: Statement[];
  /** In a loop or a function: what is written here may run many times in one evaluation. */
  readonly repeats: boolean;
}

/** `own`: for the result of the whole expression, so that objects are made as they go out. */
export type Want = 'value' | 'own';

export type Handler = (emitter: Emitter, node: AstNode, place: Place, want: Want) => Code;

/** What the emitter must know of the functions of the language. */
export interface Library {
  /** Undefined: no such function, or a binding has taken its name. */
  builtIn(name: string): unknown;
  /** Letters of the arguments that a function takes as they are, and of what it gives: `s`, `n`, `b`, `x`. */
  exactKinds(name: string, count: number): { kinds: string; result: string } | undefined;
  /** What checks the arguments of a lambda with this signature. */
  signature(definition: string): unknown;
  regex(pattern: RegExp, position: number): unknown;
}

const unset = Symbol('unset');

/** Makes the code of a function of one value, which is the context. */
export type EmitAlone = (emitter: Emitter, place: Place) => Code;

/** Turns nodes into code, and keeps what they share. */
export class Emitter {
  readonly evaluation: Local = { id: 0, fixed: true };
  readonly input: Local = { id: 1, fixed: true };
  readonly bindings: Local = { id: 2, fixed: true };
  readonly library: Library;
  readonly constants: unknown[] = [unset];
  /** Functions that need nothing of a run but what they are given. */
  readonly hoisted: { local: Local; code: Code }[] = [];
  /** Locals of a run that are there from its start. */
  readonly ofRun: { local: Local; value: Code }[] = [];
  /** Calls of `$append`, by their arguments, that may add to a list, and what knows which. */
  readonly growing = new Map<AstNode[], Code>();
  /** A transform changes objects that may be in an index. */
  readonly hasTransforms: boolean;
  /** Somewhere tuples are a value: a `%` points out of a path or block that gives them. */
  readonly hasStreams: boolean;
  /** Bindings that are read, as locals of the run. */
  readonly external = new Map<string, Local>();
  readonly #handlers: Record<NodeType, Handler>;
  readonly #emitNode: Handler;
  readonly #shared = new Map<string, Local>();
  readonly #later = new Map<string, Code>();
  readonly #compileLater: (emit: EmitAlone, type: ValueType | undefined) => unknown;
  /** Numbers of probes by the range of their node, and those within whose node code is being made. */
  readonly #probes: ReadonlyMap<string, number>;
  readonly #entered = new Set<number>();
  #locals = 3;

  constructor(
    tree: AstNode,
    library: Library,
    handlers: Record<NodeType, Handler>,
    emitNode: Handler,
    probed: readonly SyntaxRange[],
    compileLater: (emit: EmitAlone, type: ValueType | undefined) => unknown,
  ) {
    this.#compileLater = compileLater;
    this.hasTransforms = contains(tree, ({ type }) => type === 'transform');
    this.hasStreams = contains(tree, ({ type, tuple }) => tuple === true && (type === 'path' || type === 'block'));
    this.library = library;
    this.#handlers = handlers;
    this.#emitNode = emitNode;
    this.#probes = new Map(probed.map((range, id) => [keyOf(range), id]));
  }

  /** The value of a node, as an expression sees it: no sequence that ought to have collapsed. */
  emit(node: AstNode, place: Place, want: Want = 'value'): Code {
    const probe = this.#probeOf(node);
    if (probe === undefined) return this.#emitNode(this, node, place, want);
    this.#entered.add(probe);
    const out: Statement[] = [];
    const value = this.#emitNode(this, node, { ...place, out }, want);
    this.#entered.delete(probe);
    const run = func([], [...out, { kind: 'return', value }]);
    return this.helper('probed', [literal(probe), run], { ...value.type, defined: false });
  }

  get hasProbes(): boolean {
    return this.#probes.size > 0;
  }

  /** Its value is noted: it must be made by `emit`. */
  isProbed(node: AstNode): boolean {
    return this.#probeOf(node) !== undefined;
  }

  /** A node within another of the same range, as the only step of a path is, has the probe of that one. */
  #probeOf(node: AstNode): number | undefined {
    const range = node[origin];
    if (range === undefined || this.#probes.size === 0) return undefined;
    const probe = this.#probes.get(keyOf(range));
    return probe === undefined || this.#entered.has(probe) ? undefined : probe;
  }

  /** What the node's own part gives, before filters, groups and collapsing. */
  raw(node: AstNode, place: Place, want: Want = 'value'): Code {
    return this.#handlers[node.type](this, node, place, want);
  }

  fresh(fixed = true): Local {
    return { id: this.#locals++, fixed };
  }

  /** The code's value under a name of its own, so that it can be read again. */
  keep(code: Code, place: Place): Code {
    if (isSimple(code)) return code;
    const local = this.fresh();
    place.out.push({ kind: 'let', local, value: code });
    return read(local, code.type);
  }

  variable(place: Place, value: Code = nothing): Local {
    const local = this.fresh(false);
    place.out.push({ kind: 'let', local, value });
    return local;
  }

  assign(local: Local, value: Code): Statement {
    return { kind: 'do', code: { kind: 'assign', local, value } };
  }

  /** A function of the module that is made once for each key. */
  shared(key: string, make: () => Code): Local {
    const known = this.#shared.get(key);
    if (known !== undefined) return known;
    const code = make();
    const local = this.fresh();
    this.#shared.set(key, local);
    this.hoisted.push({ local, code });
    return local;
  }

  /** A function of one value, of that type, that is seldom called: it is compiled when it is. One for each key. */
  later(key: string, type: ValueType | undefined, emit: EmitAlone): Code {
    const known = this.#later.get(key) ?? this.constant(this.#compileLater(emit, type));
    this.#later.set(key, known);
    return known;
  }

  /** A local that has the value from the start of each run. */
  perRun(value: Code): Local {
    const local = this.fresh();
    this.ofRun.push({ local, value });
    return local;
  }

  constant(value: unknown): Code {
    const known = this.constants.indexOf(value);
    const index = known === -1 ? this.constants.push(value) - 1 : known;
    return { kind: 'constant', index };
  }

  /** Nodes that are evaluated one after the other, before what they are for. */
  all(nodes: AstNode[], place: Place, want: Want = 'value'): Code[] {
    return this.inTurn(
      nodes.map(node => (inner: Place) => this.emit(node, inner, want)),
      place,
    );
  }

  inTurn(emits: ((place: Place) => Code)[], place: Place): Code[] {
    const parts = emits.map(emit => {
      const out: Statement[] = [];
      return { out, code: emit({ ...place, out }) };
    });
    const last = parts.findLastIndex(({ out }) => out.length > 0);
    return parts.map(({ out, code }, index) => {
      place.out.push(...out);
      return index < last ? this.keep(code, place) : code;
    });
  }

  helper(name: string, args: Code[], type?: ValueType): Code {
    return helper(name, [read(this.evaluation), ...args], type);
  }

  /** The value as it goes out. */
  own(code: Code): Code {
    if (code.type?.own === true) return code;
    return this.helper(code.type?.hasOwnItems === true ? 'unmarked' : 'own', [code], { ...code.type, own: true });
  }

  /** A function of an item, which is the context in it. */
  reader(place: Place, emit: (place: Place) => Code): Code {
    const context = this.fresh();
    const out: Statement[] = [];
    const value = emit({ ...place, context: read(context), out, repeats: true });
    return func([context], [...out, { kind: 'return', value }]);
  }

  /** Declares the variables that a frame's nodes bind. Those that are bound once, before all use, are declared there. */
  frame(nodes: AstNode[], place: Place, given: ReadonlyMap<string, Variable> = new Map()): Place {
    const scope = innerScope(place.scope);
    for (const [name, variable] of given) scope.variables.set(name, variable);
    for (const [name, count] of boundNames(nodes)) {
      // What a probe goes around is a function of its own, and cannot declare anything for what comes after it.
      const declaresItself = !this.hasProbes && count === 1 && isBoundFirst(nodes, name);
      if (given.has(name) || declaresItself) continue;
      const local = this.variable(place, this.constant(unset));
      scope.variables.set(name, { local, definite: false, type: undefined });
    }
    return { ...place, scope };
  }

  /** The value of `$name`. */
  lookUp(name: string, scope: Scope | undefined, as: 'raw' | 'collapsed' = 'raw'): Code {
    for (let frame = scope; frame !== undefined; frame = frame.outer) {
      const variable = frame.variables.get(name);
      if (variable === undefined) continue;
      const { collapsed } = variable;
      if (as === 'collapsed' && collapsed !== undefined) return read(collapsed, { ...variable.type, settled: true });
      const value = read(variable.local, variable.type);
      if (variable.definite) return value;
      const isSet: Code = { kind: 'binary', operator: '!==', left: value, right: this.constant(unset) };
      return conditional(isSet, value, this.lookUp(name, frame.outer));
    }
    if (name === '$') return read(this.input, { settled: true });
    const builtIn = this.library.builtIn(name);
    if (builtIn !== undefined) return { ...this.constant(builtIn), type: { is: 'function', defined: true } };
    let local = this.external.get(name);
    if (local === undefined) {
      local = this.fresh();
      this.external.set(name, local);
    }
    return read(local, { settled: true });
  }

  /** The built-in that the name means here. */
  builtIn(name: string, scope: Scope | undefined): unknown {
    for (let frame = scope; frame !== undefined; frame = frame.outer) if (frame.variables.has(name)) return undefined;
    return this.library.builtIn(name);
  }

  pure(name: string, args: Code[], type?: ValueType): Code {
    return helper(name, args, type);
  }
}

const keyOf = ({ start, end }: SyntaxRange): string => `${start}-${end}`;

/** `$x := …` as a part of a block, with no mention of it before. A function may mention itself. */
function isBoundFirst(nodes: AstNode[], name: string): boolean {
  for (const node of nodes) {
    if (node.type === 'bind' && (node.lhs as AstNode).value === name) {
      const rhs = node.rhs as AstNode;
      return node.predicate === undefined && node.group === undefined && (isPlainLambda(rhs) || !mentions(rhs, name));
    }
    if (mentions(node, name)) return false;
  }
  return false;
}

const isPlainLambda = (node: AstNode): boolean =>
  node.type === 'lambda' && node.predicate === undefined && node.group === undefined;
