import type { AstNode } from '../ast.ts';

/** Constants when they are all known, as in an enum; else any value of the kind. */
export type Constants<Value> = 'any' | ReadonlySet<Value>;

/** What a value can be: each field that is there is a possibility. None: it is never there. */
export interface Shape {
  /** Nothing is known. */
  any?: true;
  text?: Constants<string>;
  number?: Constants<number>;
  boolean?: true;
  null?: true;
  object?: ObjectShape;
  /** A real array. Its items: `missing` when it may be empty. */
  list?: Occurrence;
  function?: FunctionShape;
}

export interface ObjectShape {
  fields: ReadonlyMap<string, Occurrence>;
  /** Of fields with other names; left out: there are none. */
  others?: Occurrence;
}

interface FunctionShape {
  /** Left out: nothing is known about the result. */
  call?: (args: Occurrence[], node: AstNode) => Occurrence;
}

/** `perhaps`: by what is written there is one, as in `items[id = $id]`, though nothing makes sure of it. */
export type Several = 'no' | 'perhaps' | 'yes';

/**
 * What an expression or a field gives, and how often. Several values that are no `list` are a sequence of JSONata:
 * one alone is that value, not an array with it.
 */
export interface Occurrence {
  shape: Shape;
  missing: boolean;
  several: Several;
  /** The expression that gives it. */
  at?: AstNode;
  /** The key of the field. */
  key?: AstNode;
  /** What the branches of a condition give each. */
  branches?: readonly Occurrence[];
}

export const unknown: Occurrence = { shape: { any: true }, missing: true, several: 'perhaps' };
export const nothing: Occurrence = { shape: {}, missing: true, several: 'no' };

export function one(shape: Shape): Occurrence {
  return { shape, missing: false, several: 'no' };
}

/** `1`, `?`, `+` or `*`. */
export function cardinality({ missing, several }: Occurrence): '1' | '?' | '+' | '*' {
  if (several === 'no') return missing ? '?' : '1';
  return missing ? '*' : '+';
}

export function isNothing({ shape }: Occurrence): boolean {
  return Object.keys(shape).length === 0;
}

const ranks: readonly Several[] = ['no', 'perhaps', 'yes'];

export function more(one: Several, other: Several): Several {
  return ranks[Math.max(ranks.indexOf(one), ranks.indexOf(other))] ?? 'yes';
}

/** Either of the two. */
export function either(one: Occurrence, other: Occurrence): Occurrence {
  return {
    shape: eitherShape(one.shape, other.shape),
    missing: one.missing || other.missing,
    several: more(one.several, other.several),
  };
}

export function eitherShape(one: Shape, other: Shape): Shape {
  const shape: Shape = { ...one, ...other };
  if (one.text && other.text) shape.text = eitherConstants(one.text, other.text);
  if (one.number && other.number) shape.number = eitherConstants(one.number, other.number);
  if (one.object && other.object) shape.object = eitherObject(one.object, other.object);
  if (one.list && other.list) shape.list = either(one.list, other.list);
  if (one.function && other.function) shape.function = {};
  return shape;
}

function eitherConstants<Value>(one: Constants<Value>, other: Constants<Value>): Constants<Value> {
  return one === 'any' || other === 'any' ? 'any' : new Set([...one, ...other]);
}

function eitherObject(one: ObjectShape, other: ObjectShape): ObjectShape {
  const fields = new Map<string, Occurrence>();
  for (const name of new Set([...one.fields.keys(), ...other.fields.keys()])) {
    const left = one.fields.get(name) ?? one.others;
    const right = other.fields.get(name) ?? other.others;
    if (left !== undefined && right !== undefined) fields.set(name, { ...left, ...either(left, right) });
    else fields.set(name, { ...((left ?? right) as Occurrence), missing: true });
  }
  if (one.others === undefined && other.others === undefined) return { fields };
  return { fields, others: one.others && other.others ? either(one.others, other.others) : { ...unknown } };
}

/** The values in it, arrays opened: what `.` and `[ ]` go through. */
export function itemsOf(occurrence: Occurrence): Occurrence {
  const { list, ...rest } = occurrence.shape;
  if (list === undefined) return occurrence;
  const opened: Occurrence = {
    shape: list.shape,
    missing: occurrence.missing || list.missing,
    several: more('yes', occurrence.several),
  };
  if (Object.keys(rest).length === 0) return opened;
  // An array or a single value: whoever reads both has thought of it.
  const single: Occurrence = { shape: rest, missing: occurrence.missing, several: occurrence.several };
  return { ...either(opened, single), several: more('perhaps', occurrence.several) };
}

export function listOf(items: Occurrence, missing = false): Occurrence {
  const { shape } = itemsOf(items);
  return { shape: { list: { shape, missing: items.missing, several: 'yes' } }, missing, several: 'no' };
}

/** In words, for people: `text`, `number *`, `list of object`. */
export function describe(occurrence: Occurrence): string {
  const suffix = cardinality(occurrence);
  return `${describeShape(occurrence.shape)}${suffix === '1' ? '' : ` ${suffix}`}`;
}

export function describeShape(shape: Shape): string {
  if (shape.any) return 'anything';
  const kinds: string[] = [];
  if (shape.text) kinds.push('text');
  if (shape.number) kinds.push('number');
  if (shape.boolean) kinds.push('true or false');
  if (shape.object) kinds.push('object');
  if (shape.list) kinds.push(isNothing(shape.list) ? 'list' : `list of ${describeShape(shape.list.shape)}`);
  if (shape.function) kinds.push('function');
  if (shape.null) kinds.push('null');
  return kinds.join(' or ') || 'nothing';
}
