import type { AstNode } from '../ast.ts';
import type { Findings } from './finding.ts';
import {
  type ObjectShape,
  type Occurrence,
  type Shape,
  describeShape,
  either,
  isNothing,
  itemsOf,
  listOf,
  more,
  nothing,
  one,
  unknown,
} from './shape.ts';
import { type Parameter, builtInSignatures } from './signatures.ts';

export function isBuiltIn(name: string): boolean {
  return builtInSignatures.has(name) || special.has(name);
}

/** What a built-in function gives for these arguments; what does not fit its parameters is found. */
export function callBuiltIn(
  findings: Findings,
  name: string,
  args: readonly Occurrence[],
  node: AstNode,
  context: Occurrence,
): Occurrence {
  const own = special.get(name);
  if (own !== undefined) return own(args);
  const signature = builtInSignatures.get(name);
  if (signature === undefined) return unknown;
  const { parameters, result } = signature;
  const given = args.length === 0 && parameters[0]?.context ? [context] : args;
  for (const [index, argument] of given.entries()) {
    const parameter = parameters[index];
    if (parameter !== undefined && args.length > 0) checkArgument(findings, name, parameter, argument, node);
  }
  const shape = shapeOfKind(result.kind);
  const several = result.several ? 'yes' : 'no';
  if (name === 'error') return nothing;
  if (name === 'exists' || name === 'count' || name === 'now' || name === 'millis') return one(shape);
  return { shape, missing: result.missing || (given[0]?.missing ?? false), several };
}

function checkArgument(
  findings: Findings,
  name: string,
  parameter: Parameter,
  argument: Occurrence,
  node: AstNode,
): void {
  const { kind } = parameter;
  const { shape } = argument;
  const at = argument.at ?? node;
  if (kind === 'x' || shape.any || isNothing(argument)) return;
  const written = findings.written(at);
  if (kind === 'N' || kind === 'S') {
    const items = itemsOf(argument).shape;
    const wanted = shapeOfKind(kind === 'N' ? 'n' : 's');
    if (items.any || Object.keys(items).length === 0 || fits(items, wanted)) return;
    const sentence = `$${name} needs ${kind === 'N' ? 'numbers' : 'texts'}; ${written} is ${describeShape(items)}.`;
    findings.add(at, 'argument', 'error', sentence, perItem(findings, at, argument, kind));
    return;
  }
  const wanted = shapeOfKind(kind);
  const needed = { s: 'a text', n: 'a number', b: 'true or false', o: 'an object', f: 'a function' }[kind];
  if (needed === undefined) return;
  const manyOfThem = argument.several === 'yes' || (shape.list !== undefined && Object.keys(shape).length === 1);
  if (manyOfThem) {
    const fix = findings.wrap(at, 'Take the first with [0]', '(', ')[0]');
    findings.add(at, 'argument', 'error', `$${name} needs ${needed}; ${written} gives several values.`, fix);
  } else if (!fits(shape, wanted)) {
    const sentence = `$${name} needs ${needed}; ${written} is ${describeShape(shape)}.`;
    const conversion = kind === 's' && shape.number ? '$string' : kind === 'n' && shape.text ? '$number' : undefined;
    const fix = conversion && findings.wrap(at, `Convert it with ${conversion}`, `${conversion}(`, ')');
    findings.add(at, 'argument', 'error', sentence, fix);
  }
}

/** Numbers of texts, or texts of numbers. */
function perItem(findings: Findings, at: AstNode, argument: Occurrence, kind: string) {
  const items = itemsOf(argument).shape;
  if (kind === 'N' && items.text) return findings.wrap(at, 'Read each with $number', '(', ').$number($)');
  if (kind === 'S' && items.number) return findings.wrap(at, 'Write each with $string', '(', ').$string($)');
  return undefined;
}

function fits(shape: Shape, wanted: Shape): boolean {
  return Object.keys(wanted).some(kind => kind in shape);
}

function shapeOfKind(kind: string): Shape {
  switch (kind) {
    case 's':
      return { text: 'any' };
    case 'n':
      return { number: 'any' };
    case 'b':
      return { boolean: true };
    case 'o':
      return { object: { fields: new Map(), others: unknown } };
    case 'f':
      return { function: {} };
    case 'S':
      return { list: { shape: { text: 'any' }, missing: true, several: 'yes' } };
    case 'N':
      return { list: { shape: { number: 'any' }, missing: true, several: 'yes' } };
    case 'a':
      return { list: unknown };
    default:
      return { any: true };
  }
}

type Special = (args: readonly Occurrence[]) => Occurrence;

/** The functions whose result depends on what they are given. */
const special: ReadonlyMap<string, Special> = new Map<string, Special>(
  Object.entries({
    map: ([list = nothing, mapper = nothing]) => {
      const items = itemsOf(list);
      const result = called(mapper, [one(items.shape), one({ number: 'any' }), list]);
      return { shape: result.shape, missing: items.missing || result.missing, several: items.several };
    },
    filter: ([list = nothing, test = nothing]) => {
      const items = itemsOf(list);
      called(test, [one(items.shape), one({ number: 'any' }), list]);
      return { shape: items.shape, missing: true, several: items.several };
    },
    single: ([list = nothing, test = nothing]) => {
      const items = itemsOf(list);
      called(test, [one(items.shape), one({ number: 'any' }), list]);
      return one(items.shape);
    },
    reduce: ([list = nothing, reducer = nothing, start]) => {
      const items = itemsOf(list);
      const item = one(items.shape);
      const first = called(reducer, [start ?? item, item, one({ number: 'any' }), list]);
      const before = start === undefined ? first : either(start, first);
      // What the function returned goes into it again.
      const again = called(reducer, [before, item, one({ number: 'any' }), list]);
      const result = either(before, again);
      return {
        shape: result.shape,
        several: result.several,
        missing: start === undefined ? items.missing : start.missing,
      };
    },
    each: ([object = nothing, visit = nothing]) => {
      const value = anyField(object);
      const result = called(visit, [value, one({ text: 'any' }), object]);
      return { shape: itemsOf(result).shape, missing: true, several: 'yes' };
    },
    sift: ([object = nothing, test = nothing]) => {
      called(test, [anyField(object), one({ text: 'any' }), object]);
      const shape = object.shape.object;
      if (shape === undefined) return unknown;
      const fields = new Map([...shape.fields].map(([name, field]) => [name, { ...field, missing: true }]));
      return { shape: { object: { ...shape, fields } }, missing: true, several: 'no' };
    },
    sort: ([list = nothing, order = nothing]) => {
      const items = itemsOf(list);
      called(order, [one(items.shape), one(items.shape)]);
      return list.shape.list ? list : items;
    },
    reverse: ([list = nothing]) => listOf(itemsOf(list), list.missing),
    shuffle: ([list = nothing]) => listOf(itemsOf(list), list.missing),
    distinct: ([list = nothing]) => list,
    append: ([left = nothing, right = nothing]) => {
      if (isNothing(left)) return right;
      if (isNothing(right)) return left;
      return listOf({ ...either(itemsOf(left), itemsOf(right)), missing: left.missing && right.missing });
    },
    lookup: ([object = nothing, key = nothing]) => {
      const items = itemsOf(object);
      const { any, object: shape } = items.shape;
      if (any || shape === undefined) return unknown;
      const names = key.shape.text instanceof Set ? [...key.shape.text] : [...shape.fields.keys()];
      const found = names.map(name => shape.fields.get(name) ?? shape.others).filter(field => field !== undefined);
      const known = key.shape.text instanceof Set && found.length === names.length;
      const others = key.shape.text instanceof Set || shape.others === undefined ? [] : [shape.others];
      if (found.length + others.length === 0) return nothing;
      const field = [...found, ...others].reduce(either);
      return {
        shape: field.shape,
        missing: items.missing || key.missing || field.missing || !known,
        several: more(items.several, field.several),
      };
    },
    merge: ([list = nothing]) => merged(list),
    spread: ([object = nothing]) => {
      const value = anyField(object);
      return {
        shape: { object: { fields: new Map(), others: { ...value, missing: true } } },
        missing: true,
        several: 'yes',
      };
    },
  } satisfies Record<string, Special>),
);

function called(callee: Occurrence, args: Occurrence[]): Occurrence {
  return callee.shape.function?.call?.(args, callee.at ?? { type: 'function' }) ?? unknown;
}

function anyField(value: Occurrence): Occurrence {
  const { object } = itemsOf(value).shape;
  if (object === undefined) return one({ any: true });
  const all = [...object.fields.values(), ...(object.others ? [object.others] : [])];
  return all.length === 0 ? one({ any: true }) : { ...all.reduce(either), missing: false };
}

/** Later objects win; of a sequence of objects nobody knows which are there. */
function merged(list: Occurrence): Occurrence {
  const parts = list.shape.list?.branches;
  if (parts === undefined) {
    const items = itemsOf(list);
    return items.shape.object ? { shape: { object: items.shape.object }, missing: false, several: 'no' } : unknown;
  }
  const fields = new Map<string, Occurrence>();
  let others: ObjectShape['others'];
  for (const part of parts) {
    const { object } = part.shape;
    if (object === undefined) return unknown;
    const optional = part.missing || part.several !== 'no' || Object.keys(part.shape).length > 1;
    for (const [name, field] of object.fields) {
      const before = fields.get(name);
      if (!optional && !field.missing) fields.set(name, field);
      else if (before === undefined) fields.set(name, { ...field, missing: true });
      else fields.set(name, { ...field, ...either(before, field), missing: before.missing });
    }
    others = object.others === undefined ? others : object.others;
  }
  return one({ object: others === undefined ? { fields } : { fields, others } });
}
