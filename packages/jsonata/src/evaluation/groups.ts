import type { Evaluation } from './evaluation.ts';
import { fail } from './failure.ts';
import { setMember } from './paths.ts';

type Reader = (item: unknown, bound: boolean) => unknown;

interface Entry {
  pair: number;
  data: unknown;
  /** Of `data`, once it is a list of this group's own. */
  list: unknown[] | undefined;
}

/** Group-by: every key gets a value made of all items that gave the key. */
export function groupBy(
  evaluation: Evaluation,
  input: unknown,
  keys: Reader[],
  values: Reader[],
  position: number,
): Record<string, unknown> {
  const bound = Array.isArray(input) && 'tupleStream' in input;
  const items: unknown[] = Array.isArray(input) ? input : [input];
  const groups = new Map<string, Entry>();
  const count = items.length === 0 && !bound ? 1 : items.length;
  for (let index = 0; index < count; index++) {
    evaluation.tick();
    const item = items[index];
    for (let pair = 0; pair < keys.length; pair++) {
      const key = (keys[pair] as Reader)(item, bound);
      if (key === undefined) continue;
      if (typeof key !== 'string') return fail('T1003', { position, value: key });
      const group = groups.get(key);
      if (group === undefined) {
        checkName(key, position);
        groups.set(key, { pair, data: item, list: undefined });
      } else {
        if (group.pair !== pair) fail('D1009', { position, value: key });
        addTo(evaluation, group, item);
      }
    }
  }
  const made: Record<string, unknown> = {};
  for (const key of asKeys([...groups.keys()])) {
    const { pair, data } = groups.get(key) as Entry;
    const value = (values[pair] as Reader)(bound ? mergeTuples(evaluation, data) : data, bound);
    if (value !== undefined) setMember(made, key, value);
  }
  return made;
}

/** Names in the order that JavaScript gives the keys of an object: whole numbers first. */
export function asKeys(names: string[]): string[] {
  if (!names.some(startsWithDigit)) return names;
  return Object.keys(Object.fromEntries(names.map(name => [name, undefined])));
}

function startsWithDigit(name: string): boolean {
  const code = name.charCodeAt(0);
  return code >= 48 && code <= 57;
}

/** jsonata marks its functions with these. */
function checkName(key: string, position: number): void {
  if (key === '_jsonata_lambda' || key === '_jsonata_function') fail('D1013', { position, value: key });
}

function addTo(evaluation: Evaluation, group: Entry, item: unknown): void {
  if (item === undefined) return;
  if (group.data === undefined) {
    group.data = item;
    return;
  }
  group.list ??= listed(evaluation, group.data);
  group.data = group.list;
  if (Array.isArray(item)) {
    evaluation.list(group.list.length + item.length);
    evaluation.entries(item.length);
    for (const part of item) group.list.push(part);
  } else {
    evaluation.grown(group.list.push(item));
  }
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
  const group: Entry = { pair: 0, data: context[0], list: undefined };
  for (let index = 1; index < context.length; index++) addTo(evaluation, group, context[index]);
  return group.data;
}

function mergeTuples(evaluation: Evaluation, data: unknown): unknown {
  if (!Array.isArray(data)) return data;
  const merged: Record<string, Entry> = Object.create(null) as Record<string, Entry>;
  for (const tuple of data as Record<string, unknown>[]) {
    for (const name of Object.keys(tuple)) {
      const entry = merged[name];
      if (entry === undefined) merged[name] = { pair: 0, data: tuple[name], list: undefined };
      else addTo(evaluation, entry, tuple[name]);
    }
  }
  return Object.fromEntries(Object.entries(merged).map(([name, { data: value }]) => [name, value]));
}
