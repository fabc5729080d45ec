import type { Callable } from './callable.ts';
import { builtInFailed, callWith } from './calls.ts';
import type { Evaluation } from './evaluation.ts';
import { fail } from './failure.ts';
import { append, setMember } from './paths.ts';
import { asSequence } from './sequence.ts';

type Reader = (item: unknown, bound: boolean) => unknown;

/** What is put together under one name. */
interface Gathered {
  data: unknown;
  /** Of `data`, once it is a list of its own. */
  list: unknown[] | undefined;
}

interface Group extends Gathered {
  name: string;
  pair: number;
}

/** Group-by: every key gets a value made of all items that gave the key. */
export function groupBy(
  evaluation: Evaluation,
  input: unknown,
  keys: Reader[],
  values: Reader[],
  position: number,
): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const { name, value } of membersOf(evaluation, input, keys, values, position)) setMember(made, name, value);
  return made;
}

/** `$each(input{…}, f)` for a function of no more than two parameters: the object itself is not needed. */
export function eachGroup(
  evaluation: Evaluation,
  input: unknown,
  keys: Reader[],
  values: Reader[],
  groupPosition: number,
  called: Callable,
  position: number,
  token: string,
): unknown {
  const members = membersOf(evaluation, input, keys, values, groupPosition);
  evaluation.tick();
  const results: unknown[] = [];
  try {
    for (const { name, value } of members) {
      const result = callWith(evaluation, called, 3, value, name, undefined);
      if (result !== undefined) results.push(result);
    }
  } catch (thrown) {
    throw builtInFailed(thrown, position, token);
  }
  return asSequence(results);
}

/** In the order that an object has them. */
function membersOf(
  evaluation: Evaluation,
  input: unknown,
  keys: Reader[],
  values: Reader[],
  position: number,
): { name: string; value: unknown }[] {
  const bound = Array.isArray(input) && 'tupleStream' in input;
  const members: { name: string; value: unknown }[] = [];
  for (const { name, pair, data } of groupsOf(evaluation, input, bound, keys, position)) {
    const value = (values[pair] as Reader)(bound ? mergeTuples(evaluation, data) : data, bound);
    if (value !== undefined) members.push({ name, value });
  }
  return members;
}

function groupsOf(
  evaluation: Evaluation,
  input: unknown,
  bound: boolean,
  keys: Reader[],
  position: number,
): Iterable<Group> {
  const items: unknown[] = Array.isArray(input) ? input : [input];
  const groups = new Map<string, Group>();
  const count = items.length === 0 && !bound ? 1 : items.length;
  let isOrdered = true;
  for (let index = 0; index < count; index++) {
    evaluation.tick();
    const item = items[index];
    for (let pair = 0; pair < keys.length; pair++) {
      const name = (keys[pair] as Reader)(item, bound);
      if (name === undefined) continue;
      if (typeof name !== 'string') return fail('T1003', { position, value: name });
      const group = groups.get(name);
      if (group === undefined) {
        checkName(name, position);
        if (isIndexLike(name)) isOrdered = false;
        groups.set(name, { name, pair, data: item, list: undefined });
      } else {
        if (group.pair !== pair) fail('D1009', { position, value: name });
        addTo(evaluation, group, item);
      }
    }
  }
  return isOrdered ? groups.values() : asKeys([...groups.keys()]).map(name => groups.get(name) as Group);
}

/** Names in the order that JavaScript gives the keys of an object: whole numbers first. */
export function asKeys(names: string[]): string[] {
  if (!names.some(isIndexLike)) return names;
  return Object.keys(Object.fromEntries(names.map(name => [name, undefined])));
}

/** Whether JavaScript may take the name for that of an item of a list. */
function isIndexLike(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 48 && first <= 57 && name.length <= 10 && (first > 48 || name.length === 1);
}

/** jsonata marks its functions with these. */
function checkName(key: string, position: number): void {
  if (key === '_jsonata_lambda' || key === '_jsonata_function') fail('D1013', { position, value: key });
}

function addTo(evaluation: Evaluation, group: Gathered, item: unknown): void {
  if (item === undefined) return;
  if (group.data === undefined) {
    group.data = item;
    return;
  }
  group.list ??= listed(evaluation, group.data);
  group.data = group.list;
  append(evaluation, group.list, item);
}

function listed(evaluation: Evaluation, data: unknown): unknown[] {
  if (!Array.isArray(data)) return [data];
  evaluation.entries(data.length);
  return data.slice();
}

/** The context of `{…}` when it is a list: what all its items come to. */
export function regroup(evaluation: Evaluation, context: unknown): unknown {
  if (!Array.isArray(context)) return context;
  if (context.length <= 1) return context[0];
  const group: Gathered = { data: context[0], list: undefined };
  for (let index = 1; index < context.length; index++) addTo(evaluation, group, context[index]);
  return group.data;
}

function mergeTuples(evaluation: Evaluation, data: unknown): unknown {
  if (!Array.isArray(data)) return data;
  const merged: Record<string, Gathered> = Object.create(null) as Record<string, Gathered>;
  for (const tuple of data as Record<string, unknown>[]) {
    for (const name of Object.keys(tuple)) {
      const entry = merged[name];
      if (entry === undefined) merged[name] = { data: tuple[name], list: undefined };
      else addTo(evaluation, entry, tuple[name]);
    }
  }
  return Object.fromEntries(Object.entries(merged).map(([name, { data: value }]) => [name, value]));
}
