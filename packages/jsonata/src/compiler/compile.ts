import type { AstNode, NodeType, SyntaxRange } from '../ast.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { type Code, type Statement, type ValueType, helper, literal, nothing, read } from './code.ts';
import { emitApply, emitCall, emitLambda, emitPartial, emitTransform } from './emit-calls.ts';
import { emitConstructor } from './emit-objects.ts';
import { emitName, emitPath } from './emit-paths.ts';
import { emitTuplePath, hasTuples } from './emit-tuples.ts';
import {
  emitBinary,
  emitBind,
  emitBlock,
  emitCondition,
  emitDescendants,
  emitLiteral,
  emitNegation,
  emitParent,
  emitRegex,
  emitVariable,
  emitWildcard,
} from './emit-values.ts';
import { type EmitAlone, Emitter, type Handler, type Library, type Place } from './emitter.ts';
import { emitNode } from './finish.ts';
import { helpers } from './helpers.ts';
import { interpret } from './interpret.ts';
import { contains } from './scope.ts';
import { type Helpers, type Module, type Program, generate } from './print.ts';

/** Runs an expression: gives its result in plain JSON values that share nothing with the input. @throws Failure */
export type Run = (evaluation: Evaluation, input: unknown, bindings: Record<string, unknown>) => unknown;

const emitNothing: Handler = () => nothing;

const handlers: Record<NodeType, Handler> = {
  apply: emitApply,
  binary: emitBinary,
  bind: emitBind,
  block: emitBlock,
  condition: emitCondition,
  error: emitNothing,
  descendant: emitDescendants,
  function: emitCall,
  lambda: emitLambda,
  name: emitName,
  number: emitLiteral,
  operator: emitNothing,
  parent: emitParent,
  partial: emitPartial,
  path: (emitter, node, place, want) => (hasTuples(node) ? emitTuplePath : emitPath)(emitter, node, place, want),
  regex: emitRegex,
  sort: emitNothing,
  string: emitLiteral,
  transform: emitTransform,
  unary: (emitter, node, place, want) =>
    (node.value === '-' ? emitNegation : emitConstructor)(emitter, node, place, want),
  value: emitLiteral,
  variable: emitVariable,
  wildcard: emitWildcard,
};

/** How code is made to run. */
export type Backend = (module: Module, helpers: Helpers, constants: unknown[]) => Program;

/** A page's policy may forbid to make functions of texts, and asking whether it does is reported as a violation. */
const backendHere: Backend = 'document' in globalThis || 'importScripts' in globalThis ? interpret : generate;

/** Compiles the tree of an expression. `probed`: ranges of the nodes whose values are noted. */
export function compileTree(
  tree: AstNode,
  library: Library,
  probed: readonly SyntaxRange[] = [],
  backend: Backend = backendHere,
): Run {
  const { module, constants } = emitModule(tree, library, probed, backend);
  return backend(module, helpers, constants) as Run;
}

/** A function of one value that is compiled when it is first called. */
function compileLater(library: Library, backend: Backend, emit: EmitAlone, type: ValueType | undefined): Alone {
  let made: Alone | undefined;
  return (evaluation, value) => {
    made ??= compileAlone(library, backend, emit, type);
    return made(evaluation, value);
  };
}

type Alone = (evaluation: Evaluation, value: unknown) => unknown;

function compileAlone(library: Library, backend: Backend, emit: EmitAlone, type: ValueType | undefined): Alone {
  const emitter = emitterFor({ type: 'value', value: null }, library, [], backend);
  const { evaluation, input } = emitter;
  const body: Statement[] = [];
  const value = emit(emitter, { scope: undefined, context: read(input, type), out: body, repeats: false });
  body.push({ kind: 'return', value });
  const module = { hoisted: emitter.hoisted, params: [evaluation, input], body };
  return backend(module, helpers, emitter.constants) as Alone;
}

function emitterFor(tree: AstNode, library: Library, probed: readonly SyntaxRange[], backend: Backend): Emitter {
  return new Emitter(tree, library, handlers, emitNode, probed, (emit, type) =>
    compileLater(library, backend, emit, type),
  );
}

/** The code of an expression, and the values it has that have no text. */
export function emitModule(
  tree: AstNode,
  library: Library,
  probed: readonly SyntaxRange[] = [],
  backend: Backend = backendHere,
): { module: Module; constants: unknown[] } {
  const emitter = emitterFor(tree, library, probed, backend);
  const { evaluation, input, bindings } = emitter;
  const context = emitter.fresh();
  const given = emitter.fresh();
  const main: Statement[] = [];
  const place: Place = emitter.frame([tree], { scope: undefined, context: read(context), out: main, repeats: false });
  const value = emitter.emit(tree, place, 'own');
  main.push({ kind: 'return', value: emitter.own(value) });
  const fromOutside = (code: Code): Code => (contains(tree, mayWriteOut) ? emitter.helper('apart', [code]) : code);
  const start: Statement[] = [
    { kind: 'let', local: input, value: fromOutside(read(given)) },
    { kind: 'let', local: context, value: helper('rootContext', [read(input)]) },
  ];
  for (const [name, local] of emitter.external) {
    start.push({ kind: 'let', local, value: fromOutside(helper('member', [read(bindings), literal(name)])) });
  }
  for (const { local, value: initial } of emitter.ofRun) start.push({ kind: 'let', local, value: initial });
  const module = { hoisted: emitter.hoisted, params: [evaluation, given, bindings], body: [...start, ...main] };
  return { module, constants: emitter.constants };
}

/** A transform changes what its pattern finds; with a variable in it that may be what came from outside. */
function mayWriteOut({ type, pattern }: AstNode): boolean {
  return type === 'transform' && contains(pattern as AstNode, part => part.type === 'variable' && part.value !== '');
}
