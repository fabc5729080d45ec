import type { AstNode, Pair } from '../ast.ts';
import { asKeys } from '../evaluation/groups.ts';
import { type Code, type Statement, binary, conditional, isThere, literal, withType } from './code.ts';
import type { Emitter, Handler, Place, Want } from './emitter.ts';
import { isPlainObject } from './emit-chains.ts';
import { readsContext } from './reads-context.ts';

export const emitConstructor: Handler = (emitter, node, place, want) =>
  node.value === '[' ? emitArray(emitter, node, place, want) : emitObject(emitter, node, place, want);

function emitArray(emitter: Emitter, node: AstNode, place: Place, want: Want): Code {
  const nodes = node.expressions ?? [];
  const codes = emitter.all(nodes, place, want);
  const isOwn = want === 'own' && node.consarray !== true;
  const type = { is: 'list', defined: true, settled: true, own: isOwn } as const;
  const isItem = (code: Code, index: number): boolean => {
    const kind = code.type?.is;
    return code.type?.defined === true && kind !== undefined && (kind !== 'list' || nodes[index]?.value === '[');
  };
  if (codes.every(isItem)) {
    const items = isOwn ? codes.map(code => ownItem(emitter, code)) : codes;
    if (isOwn) place.out.push(spend(emitter, codes.length));
    const list: Code = { kind: 'list', items, type };
    return node.consarray === true ? emitter.pure('asConstructed', [list], type) : list;
  }
  const list = emitter.keep({ kind: 'list', items: [], type }, place);
  // The values are there before the first is added: one of them may fail.
  const values = codes.map(code => emitter.keep(code, place));
  for (const [index, value] of values.entries()) {
    if (nodes[index]?.value === '[') {
      place.out.push({ kind: 'do', code: emitter.helper(isOwn ? 'pushOwn' : 'pushValue', [list, value]) });
    } else {
      const { own, hasOwnItems } = value.type ?? {};
      const name = isOwn && own !== true && hasOwnItems !== true ? 'appendOwn' : 'append';
      place.out.push({ kind: 'do', code: emitter.helper(name, [list, value]) });
    }
  }
  if (isOwn) place.out.push(spend(emitter, 1));
  return node.consarray === true ? emitter.pure('asConstructed', [list], type) : list;
}

const ownItem = (emitter: Emitter, code: Code): Code =>
  code.type?.own === true && code.type.defined === true ? code : emitter.helper('ownItem', [code]);

function spend(emitter: Emitter, values: number): Statement {
  return { kind: 'do', code: emitter.helper('spend', [literal(8 * (values + 1))]) };
}

function emitObject(emitter: Emitter, node: AstNode, place: Place, want: Want): Code {
  const pairs = node.lhs as Pair[];
  const position = node.position ?? 0;
  const inner = { ...place, context: itemContext(emitter, pairs, place) };
  const fault = pairs.length === 0 ? undefined : nameFault(pairs);
  if (!pairs.every(([key]) => isLiteralKey(key))) return emitGroup(emitter, pairs, place.context, place, position);
  if (fault !== undefined) return emitter.pure('fail', [literal(fault), positionOf(position)]);
  return emitLiteralObject(emitter, pairs, knownContext(emitter, pairs, inner), want);
}

/** What kind of value the context is, is asked once for several fields. */
function knownContext(emitter: Emitter, pairs: Pair[], place: Place): Place {
  const { context } = place;
  if (context.type?.is !== undefined || pairs.filter(([, value]) => readsContext(value)).length < 2) return place;
  const isPlain = emitter.fresh();
  place.out.push({ kind: 'let', local: isPlain, value: isPlainObject(context) });
  return { ...place, context: withType(context, { ...context.type, isPlain }) };
}

const positionOf = (position: number): Code => ({ kind: 'object', entries: [['position', literal(position)]] });

const isLiteralKey = (key: AstNode): boolean =>
  key.type === 'string' && key.predicate === undefined && key.group === undefined;

function nameFault(pairs: Pair[]): string | undefined {
  const names = pairs.map(([key]) => key.value);
  if (names.some(name => name === '_jsonata_lambda' || name === '_jsonata_function')) return 'D1013';
  return new Set(names).size < names.length ? 'D1009' : undefined;
}

/** `{…}` for a list makes one object of all its items. */
function itemContext(emitter: Emitter, pairs: Pair[], place: Place): Code {
  const { context } = place;
  const kind = context.type?.is;
  if ((kind !== undefined && kind !== 'list') || !pairs.some(([, value]) => readsContext(value))) return context;
  const isList = emitter.pure('isArray', [context]);
  return emitter.keep(conditional(isList, emitter.helper('regroup', [context]), context), place);
}

function emitLiteralObject(emitter: Emitter, pairs: Pair[], place: Place, want: Want): Code {
  const isOwn = want === 'own';
  const nodes = new Map(pairs.map(([key, value]) => [String(key.value), value]));
  const names = asKeys([...nodes.keys()]);
  const codes = emitter.inTurn(
    names.map(name => inner => {
      const value = nodes.get(name) as AstNode;
      const code = emitter.emit(value, inner, want);
      const made = isOwn ? emitter.own(code) : code;
      // Functions are no part of a result.
      const kind = made.type?.is;
      const isSure = made.type?.defined === true && (!isOwn || (kind !== undefined && kind !== 'function'));
      return isSure ? made : emitter.keep({ ...made, type: { ...made.type, defined: false } }, inner);
    }),
    place,
  );
  if (isOwn) place.out.push(spend(emitter, codes.length));
  const type = { is: 'object', defined: true, own: isOwn, settled: true } as const;
  const whole = (values: Code[]): Code => ({
    kind: 'object',
    entries: names.map((name, index) => [name, values[index] as Code]),
    type,
  });
  const optional = codes.filter(code => code.type?.defined !== true);
  if (optional.length === 0) return whole(codes);
  // They are written twice: objects in objects would be written over and over.
  const values = codes.map(code => emitter.keep(code, place));
  const partly = emitter.pure('objectOf', [emitter.constant(names), { kind: 'list', items: values }], type);
  return conditional(allOf(optional.map(isThere)), whole(values), partly, type);
}

/** As a tree of no great depth: an object may have thousands of fields. */
function allOf(tests: Code[]): Code {
  if (tests.length === 1) return tests[0] as Code;
  const middle = Math.ceil(tests.length / 2);
  return binary('&&', allOf(tests.slice(0, middle)), allOf(tests.slice(middle)));
}

/** `input{…}`: the pairs' keys are read from each item, the values from all items of a key. */
export function emitGroup(
  emitter: Emitter,
  pairs: Pair[],
  input: Code,
  place: Place,
  position: number,
  reader = (node: AstNode): Code => emitter.reader(place, inner => emitter.emit(node, inner)),
): Code {
  const keys = pairs.map(([key]) => reader(key));
  const values = pairs.map(([, value]) => reader(value));
  const type = { is: 'object', defined: true, settled: true } as const;
  return emitter.helper(
    'groupBy',
    [input, { kind: 'list', items: keys }, { kind: 'list', items: values }, literal(position)],
    type,
  );
}
