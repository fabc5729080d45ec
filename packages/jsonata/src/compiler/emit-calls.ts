import type { AstNode } from '../ast.ts';
import {
  type Code,
  type Literal,
  type Local,
  type Statement,
  binary,
  conditional,
  func,
  helper,
  literal,
  nothing,
  read,
} from './code.ts';
import { emitMerge } from './emit-merge.ts';
import { canFail, emitSequence, truthOf } from './emit-values.ts';
import { growingCalls } from './growing-lists.ts';
import { type BuiltInCall, inlined } from './inline.ts';
import type { Emitter, Handler, Place, Want } from './emitter.ts';
import { type Variable, boundNames, mentions } from './scope.ts';

export const emitCall: Handler = (emitter, node, place, want) => call(emitter, node, place, undefined, want);

/** `first`: what `~>` gives as the first argument. */
function call(emitter: Emitter, node: AstNode, place: Place, first: Code | undefined, want: Want): Code {
  const procedure = node.procedure as AstNode;
  const args = node.arguments ?? [];
  const position = literal(node.position ?? 0);
  const token = literal(tokenOf(procedure));
  const known = builtInOf(emitter, procedure, place);
  if (known !== undefined) {
    const isAsIs = (index: number): boolean =>
      first === undefined ? args[index]?.type === 'lambda' : index === 0 || args[index - 1]?.type === 'lambda';
    const pass = (code: Code, index: number): Code => (isAsIs(index) ? code : passed(code));
    return callBuiltIn(emitter, known, first, args, place, place.context, [position, token], pass, want);
  }
  const out: Statement[] = [];
  const callee = emitter.keep(calleeOf(emitter, node, 'T1005', { ...place, out }), { ...place, out });
  place.out.push(...out);
  const codes = emitter.all(args, place).map(code => passed(code));
  const all = [...(first === undefined ? [] : [helper('pass', [first])]), ...codes];
  return emitter.helper('call', [callee, place.context, { kind: 'list', items: all }, position, token]);
}

function builtInOf(emitter: Emitter, procedure: AstNode, place: Place): BuiltInCall | undefined {
  if (procedure.type !== 'variable' || procedure.predicate !== undefined || procedure.group !== undefined)
    return undefined;
  const name = String(procedure.value);
  const value = emitter.builtIn(name, place.scope);
  return value === undefined ? undefined : { name, value };
}

/** A function on its way through an argument. A lambda that is only written here carries no place from elsewhere. */
function passed(code: Code): Code {
  const kind = code.type?.is;
  return kind !== undefined && kind !== 'function'
    ? code
    : code.kind === 'literal'
      ? code
      : helper('pass', [code], code.type);
}

function callBuiltIn(
  emitter: Emitter,
  known: BuiltInCall,
  first: Code | undefined,
  args: AstNode[],
  place: Place,
  context: Code,
  at: [position: Code, token: Code],
  pass: (code: Code, index: number) => Code,
  want: Want,
): Code {
  const general = (codes: Code[]): Code =>
    emitter.helper('builtIn', [
      emitter.constant(known.value),
      context,
      { kind: 'list', items: codes.map(pass) },
      ...at,
    ]);
  const merged = known.name === 'merge' && first === undefined ? emitMerge(emitter, args, place, general) : undefined;
  if (merged !== undefined) return merged;
  if (known.name === 'reduce') markGrowth(emitter, args, place);
  const codes = [
    ...(first === undefined ? [] : [first]),
    ...emitter.all(args, place, want === 'own' && givesItems.has(known.name) ? 'own' : 'value'),
  ];
  const growing = emitter.growing.get(args);
  if (growing !== undefined) return emitGrowth(emitter, growing, codes, place, general);
  const type = { hasOwnItems: codes.at(-1)?.type?.givesOwn === true };
  const groups = known.name === 'each' ? groupsIn(codes, args) : undefined;
  if (groups !== undefined) return emitter.helper('eachGroup', [...groups, ...at], type);
  if (type.hasOwnItems) return { ...general(codes), type };
  return inlined(emitter, known, codes, place, general, at) ?? general(codes);
}

/** Of the function of a `$reduce`: the lists that its calls of `$append` may add to, for each field. */
function markGrowth(emitter: Emitter, args: AstNode[], place: Place): void {
  const lambda = args.find(({ type }) => type === 'lambda');
  if (lambda === undefined || lambda.signature !== undefined || emitter.hasProbes) return;
  const calls = growingCalls(lambda, name => emitter.builtIn(name, place.scope) !== undefined);
  const lists = new Map<string | undefined, Code>();
  for (const [call, field] of calls) {
    const list = lists.get(field) ?? emitter.keep(helper('growingList', []), place);
    lists.set(field, list);
    emitter.growing.set(call, list);
  }
}

/** `$append` to a list that may grow. Functions are passed on as ever. */
function emitGrowth(
  emitter: Emitter,
  growing: Code,
  codes: Code[],
  place: Place,
  general: (args: Code[]) => Code,
): Code {
  const [list, item] = codes.map(code => emitter.keep(code, place)) as [Code, Code];
  const isData = (code: Code): Code => binary('!==', { kind: 'typeof', of: code }, literal('function'));
  const grown = emitter.helper('grow', [growing, list, item]);
  return conditional(binary('&&', isData(list), isData(item)), grown, general([list, item]));
}

/** What `$each` needs of a group-by whose object nobody sees. */
function groupsIn(codes: Code[], args: AstNode[]): Code[] | undefined {
  const [object, lambda] = codes;
  if (object?.kind !== 'helper' || object.name !== 'groupBy' || lambda === undefined || codes.length > 2)
    return undefined;
  const written = args.at(-1);
  if (written?.type !== 'lambda' || (written.arguments ?? []).length > 2) return undefined;
  // The first argument of a helper is the evaluation.
  return [...object.args.slice(1), lambda];
}

/** Functions whose result has the results of another function as its items, and is nothing else. */
const givesItems = new Set(['map', 'each']);

function tokenOf(procedure: AstNode): Literal {
  const value: unknown = procedure.type === 'path' ? procedure.steps?.[0]?.value : procedure.value;
  return typeof value === 'object' && value !== null ? undefined : (value as Literal);
}

/** The function; a name without `$` may have been meant for a variable. */
function calleeOf(emitter: Emitter, node: AstNode, code: string, place: Place): Code {
  const procedure = node.procedure as AstNode;
  const value = emitter.emit(procedure, place);
  const name = tokenOf(procedure);
  if (procedure.type !== 'path' || typeof name !== 'string') return value;
  const variable = emitter.lookUp(name, place.scope);
  return helper('calleeNamed', [value, variable, literal(code), literal(node.position ?? 0), literal(name)]);
}

export const emitApply: Handler = (emitter, node, place, want) => {
  const lhs = node.lhs as AstNode;
  const rhs = node.rhs as AstNode;
  const left = emitter.keep(emitter.emit(lhs, place), place);
  if (rhs.type === 'function') return call(emitter, rhs, place, left, want);
  const right = emitter.emit(rhs, place);
  return emitter.helper('apply', [left, right, literal(node.position ?? 0)]);
};

export const emitPartial: Handler = (emitter, node, place) => {
  const args = node.arguments ?? [];
  const isOpen = (arg: AstNode): boolean => arg.type === 'operator' && arg.value === '?';
  const codes = emitter.inTurn(
    args.map(arg => (inner: Place) => (isOpen(arg) ? nothing : emitter.emit(arg, inner))),
    place,
  );
  const given = codes.map(code => emitter.keep(code, place));
  const callee = calleeOf(emitter, node, 'T1007', place);
  return emitter.helper(
    'partial',
    [
      callee,
      { kind: 'list', items: given },
      emitter.constant(args.map(isOpen)),
      literal(node.position ?? 0),
      literal(tokenOf(node.procedure as AstNode)),
    ],
    { is: 'function', defined: true },
  );
};

/** With `own`, its results go out as they are. */
export const emitLambda: Handler = (emitter, node, place, want) => {
  // A probe goes around a part of a function, which then has to have its value.
  if (node.thunk === true && emitter.hasProbes) {
    // jsonata makes the call and forgets its group.
    const { group: _group, ...onlyCall } = node.body as AstNode;
    return emitter.emit(onlyCall, place);
  }
  const params = node.arguments ?? [];
  const { body, locals, tail } = lambdaBody(emitter, node, place, want);
  const { signature } = node;
  const check = signature === undefined ? nothing : emitter.constant(emitter.library.signature(signature.definition));
  const type = { is: 'function', defined: true, givesOwn: want === 'own' && tail.isOwn } as const;
  const made = helper('lambda', [literal(params.length), func([tail.caller, ...locals], body), check], type);
  return node.thunk === true ? helper('thunk', [made], type) : made;
};

/** How a function gives its results. */
interface Tail {
  /** The context of who called it. */
  caller: Local;
  want: Want;
  /** All that it gives goes out as it is. */
  isOwn: boolean;
}

function lambdaBody(
  emitter: Emitter,
  node: AstNode,
  place: Place,
  want: Want,
): { body: Statement[]; locals: Local[]; tail: Tail } {
  const given = new Map<string, Variable>();
  const bodyNode = node.body as AstNode;
  const names = (node.arguments ?? []).map(({ value }) => String(value));
  const locals = names.map(name => {
    const local = emitter.fresh(false);
    given.set(name, { local, definite: true, type: undefined });
    return local;
  });
  const tail: Tail = { caller: emitter.fresh(), want, isOwn: true };
  const body: Statement[] = [];
  const inner = emitter.frame([bodyNode], { ...place, out: body, repeats: true }, given);
  const bound = boundNames([bodyNode]);
  for (const [name, variable] of given) {
    if (bound.has(name) || !mentions(bodyNode, name)) continue;
    variable.collapsed = emitter.fresh();
    body.push({ kind: 'let', local: variable.collapsed, value: helper('collapse', [read(variable.local)]) });
  }
  if (node.thunk === true) emitTailCall(emitter, bodyNode, inner, tail);
  else emitTail(emitter, bodyNode, inner, tail);
  return { body, locals, tail };
}

/** Returns the node's value from a function; a call there is left to whoever called the function. */
function emitTail(emitter: Emitter, node: AstNode, place: Place, tail: Tail): void {
  if (emitter.isProbed(node)) {
    returnValue(emitter, node, place, tail);
    return undefined;
  }
  if (node.predicate === undefined && node.group === undefined) {
    if (node.type === 'lambda' && node.thunk === true) return emitTailCall(emitter, node.body as AstNode, place, tail);
    if (node.type === 'condition') {
      const then: Statement[] = [];
      const otherwise: Statement[] = [];
      const test = truthOf(emitter, emitter.emit(node.condition as AstNode, place));
      emitTail(emitter, node.then as AstNode, { ...place, out: then }, tail);
      if (node.else !== undefined) emitTail(emitter, node.else, { ...place, out: otherwise }, tail);
      place.out.push({ kind: 'if', test, body: then, otherwise });
      if (node.else === undefined) place.out.push({ kind: 'return', value: nothing });
      return undefined;
    }
    if (node.type === 'block' && (node.expressions ?? []).length > 0) {
      const nodes = node.expressions ?? [];
      emitSequence(emitter, nodes, emitter.frame(nodes, place), (last, at) => {
        emitTail(emitter, last, at, tail);
        return nothing;
      });
      return undefined;
    }
  }
  returnValue(emitter, node, place, tail);
  return undefined;
}

function returnValue(emitter: Emitter, node: AstNode, place: Place, tail: Tail): void {
  const value = emitter.emit(node, place, tail.want);
  if (value.type?.own !== true) tail.isOwn = false;
  place.out.push({ kind: 'return', value });
}

function emitTailCall(emitter: Emitter, node: AstNode, place: Place, tail: Tail): void {
  tail.isOwn = false;
  const procedure = node.procedure as AstNode;
  const args = node.arguments ?? [];
  const position = literal(procedure.position ?? 0);
  const token = literal(procedure.type === 'variable' ? String(procedure.value) : undefined);
  const body: Statement[] = [];
  const inner = { ...place, out: body };
  const known = builtInOf(emitter, procedure, place);
  let value: Code;
  if (known === undefined) {
    const callee = emitter.keep(emitter.emit(procedure, inner), inner);
    value = helper('tailCall', [callee, { kind: 'list', items: emitter.all(args, inner) }, position, token]);
  } else {
    value = callBuiltIn(
      emitter,
      known,
      undefined,
      args,
      inner,
      read(tail.caller),
      [position, token],
      code => code,
      'value',
    );
  }
  if (body.length === 0 && !canFail(value)) {
    place.out.push({ kind: 'return', value });
    return;
  }
  body.push({ kind: 'return', value });
  const fault = emitter.fresh();
  place.out.push({ kind: 'try', body, fault, handler: helper('tailFailed', [read(fault)]) });
}

export const emitTransform: Handler = (emitter, node, place) => {
  const reader = (part: AstNode | undefined): Code =>
    part === undefined ? nothing : emitter.reader(place, inner => emitter.emit(part, inner));
  const clone = emitter.lookUp('clone', place.scope);
  const parts: Code = {
    kind: 'object',
    entries: [
      ['clone', func([], [{ kind: 'return', value: clone }])],
      ['pattern', reader(node.pattern)],
      ['update', reader(node.update)],
      ['remove', reader(node.delete)],
      ['position', literal(node.position ?? 0)],
      ['updatePosition', literal(node.update?.position)],
      ['removePosition', literal(node.delete?.position)],
    ],
  };
  const check = emitter.constant(emitter.library.signature('<(oa):o>'));
  return emitter.helper('transformer', [parts, check], { is: 'function', defined: true });
};
