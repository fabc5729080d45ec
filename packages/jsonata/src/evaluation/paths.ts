import type { Evaluation } from './evaluation.ts';
import { fail } from './failure.ts';
import { asSequence, isSequence } from './sequence.ts';
import { isTrue, range } from './operators.ts';

/** An array that paths take for one item: `[a, b]` at the end of a path. */
interface Constructed extends Array<unknown> {
  cons?: true;
}

export function asConstructed(items: unknown[]): unknown[] {
  (items as Constructed).cons = true;
  return items;
}

/** A value that a path goes on with item by item. */
export function isSpread(value: unknown): value is unknown[] {
  return Array.isArray(value) && (value as Constructed).cons !== true;
}

/** No match of a filter: counts as a result, and holds nothing. */
export const emptySequence = asSequence([]);

/** The context: `$`. */
export function here(context: unknown): unknown {
  if (!isSequence(context)) return context;
  if (context.outerWrapper === true) return context[0];
  if (context.length > 1) return context;
  return context.length === 0 ? undefined : context.keepSingleton === true ? context : context[0];
}

/** `$[]` and `$x[]`: a sequence stays a list. */
export function kept(value: unknown): unknown {
  if (!isSequence(value)) return value;
  if (value.length === 0) return undefined;
  value.keepSingleton = true;
  return value;
}

/** The field of an object, or those of all objects of a list. */
export function field(input: unknown, name: string): unknown {
  if (typeof input !== 'object' || input === null) return undefined;
  if (!Array.isArray(input)) return Object.hasOwn(input, name) ? (input as Record<string, unknown>)[name] : undefined;
  const found: unknown[] = [];
  collectFields(input, name, found);
  return found.length > 1 ? asSequence(found) : found[0];
}

/** The same before filters of its own: what a list does not have is no item for them. */
export function fieldToFilter(input: unknown, name: string): unknown {
  const found = field(input, name);
  return found === undefined && Array.isArray(input) ? emptySequence : found;
}

function collectFields(input: unknown[], name: string, found: unknown[]): void {
  for (const item of input) {
    if (typeof item !== 'object' || item === null) continue;
    if (Array.isArray(item)) {
      collectFields(item, name, found);
    } else if (Object.hasOwn(item, name)) {
      const value = (item as Record<string, unknown>)[name];
      if (Array.isArray(value)) for (const part of value) found.push(part);
      else if (value !== undefined) found.push(value);
    }
  }
}

/** `*`. */
export function wildcard(evaluation: Evaluation, context: unknown): unknown {
  let input = context;
  if (isSequence(input) && input.outerWrapper === true && input.length > 0) input = input[0];
  if (typeof input !== 'object' || input === null) return emptySequence;
  const found: unknown[] = [];
  let appended = false;
  for (const key of Object.keys(input)) {
    if (key === 'cons' && Array.isArray(input)) continue;
    const value = (input as Record<string, unknown>)[key];
    if (Array.isArray(value)) {
      appended = true;
      flattenInto(evaluation, value, found);
    } else {
      found.push(value);
    }
    evaluation.tick();
  }
  evaluation.list(found.length);
  // Appending a list makes an ordinary array of the sequence.
  if (appended) return found;
  return found.length === 0 ? emptySequence : several(found);
}

function flattenInto(evaluation: Evaluation, value: unknown[], found: unknown[]): void {
  evaluation.entries(value.length);
  for (const item of value) {
    if (Array.isArray(item)) flattenInto(evaluation, item, found);
    else found.push(item);
  }
}

/** `**`. */
export function descendants(evaluation: Evaluation, input: unknown): unknown {
  if (input === undefined) return undefined;
  const found: unknown[] = [];
  collectDescendants(evaluation, input, found);
  return found.length === 0 ? emptySequence : several(found);
}

function collectDescendants(evaluation: Evaluation, input: unknown, found: unknown[]): void {
  evaluation.tick();
  if (Array.isArray(input)) {
    for (const item of input) collectDescendants(evaluation, item, found);
    return;
  }
  found.push(input);
  evaluation.list(found.length);
  if (typeof input !== 'object' || input === null) return;
  for (const key of Object.keys(input)) {
    collectDescendants(evaluation, (input as Record<string, unknown>)[key], found);
  }
}

/** Adds a result of a path to those before it: `only` is the first, from which a list is made for the second. */
export function gather(evaluation: Evaluation, found: unknown[] | undefined, only: unknown, value: unknown): unknown[] {
  const list = found ?? (isSpread(only) ? copied(evaluation, only) : [only]);
  if (!isSpread(value)) {
    evaluation.grown(list.push(value));
    return list;
  }
  addAll(evaluation, list, value);
  return list;
}

/** The same for results that are items already, whatever they are. */
export function pushItem(evaluation: Evaluation, found: unknown[], item: unknown): void {
  evaluation.grown(found.push(item));
}

/** Adds an item of an array constructor that is an array constructor itself. */
export function pushValue(evaluation: Evaluation, list: unknown[], value: unknown): void {
  if (value !== undefined) pushItem(evaluation, list, value);
}

/** What a path gives whose last step had one result: an ordinary array as it is, a sequence collapsed. */
export function single(value: unknown): unknown {
  if (!isSequence(value)) return value;
  if (value.length === 1) return value[0];
  return value.length === 0 ? undefined : value;
}

/** What a path gives whose last step had several results. */
export function several(found: unknown[]): unknown {
  return found.length > 1 ? asSequence(found) : found[0];
}

/** The same two for paths with `[]` in them. */
export function singleKept(evaluation: Evaluation, value: unknown): unknown {
  if (isSequence(value)) return severalKept(copied(evaluation, value));
  if (Array.isArray(value) && (value as Constructed).cons !== true) return value;
  return severalKept([value]);
}

function copied(evaluation: Evaluation, list: unknown[]): unknown[] {
  evaluation.entries(list.length);
  return list.slice();
}

export function severalKept(found: unknown[]): unknown {
  if (found.length === 0) return undefined;
  asSequence(found).keepSingleton = true;
  return found;
}

/** The same as a list that a group-by or the next step goes through. */
export function singleListed(value: unknown): unknown[] {
  return isSpread(value) ? value : Array.isArray(value) && !isSequence(value) ? value : [value];
}

/** `[3]`, `[-1]`. */
export function pick(value: unknown, index: number): unknown {
  const list = Array.isArray(value) ? value : [value];
  const found: unknown = list[index < 0 ? list.length + index : index];
  return found === undefined ? emptySequence : found;
}

/** How often a predicate's result takes the item at `index`: positions may name it several times. */
export function matches(result: unknown, index: number, length: number): number {
  if (typeof result === 'boolean') return result ? 1 : 0;
  if (typeof result === 'number' && !Number.isNaN(result)) return isAt(result, index, length) ? 1 : 0;
  if (Array.isArray(result) && result.every(isPosition)) {
    let count = 0;
    for (const position of result) if (isAt(position as number, index, length)) count++;
    return count;
  }
  return isTrue(result) ? 1 : 0;
}

/** What of a list a filter leaves that gives the same result for every item. */
export function chosen(list: unknown[], result: unknown): unknown[] {
  if (typeof result === 'number' && !Number.isNaN(result)) {
    const index = placeOf(result, list.length);
    return index >= 0 && index < list.length ? [list[index]] : [];
  }
  if (Array.isArray(result) && result.every(isPosition)) {
    const places = (result as number[]).map(position => placeOf(position, list.length));
    return places
      .filter(index => index >= 0 && index < list.length)
      .sort((one, other) => one - other)
      .map(index => list[index]);
  }
  return isTrue(result) ? list : [];
}

/** The same for the positions from `first` to `last`. */
export function chosenRange(
  evaluation: Evaluation,
  list: unknown[],
  first: unknown,
  last: unknown,
  position: number,
): unknown[] {
  if (isIndex(first) && isIndex(last) && last - first < shortRange) {
    evaluation.tick();
    return list.slice(first, last + 1);
  }
  return chosen(list, range(evaluation, first, last, position) ?? []);
}

/** No guard minds lists of this length, whatever comes of them. */
const shortRange = 16;

const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

function isPosition(value: unknown): boolean {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) fail('D1001', { value });
  return true;
}

const isAt = (position: number, index: number, length: number): boolean => placeOf(position, length) === index;

/** @throws Failure D1001 for infinity */
function placeOf(position: number, length: number): number {
  if (!Number.isFinite(position)) fail('D1001', { value: position });
  const whole = Math.floor(position);
  return whole < 0 ? length + whole : whole;
}

/** What a path iterates over when its first step made a list. */
export function itemsOf(value: unknown): ArrayLike<unknown> {
  return Array.isArray(value) || typeof value === 'string' ? value : [];
}

/** The context as a list: what `[…]` at the start of a path sees. */
export function asList(context: unknown): unknown[] {
  return Array.isArray(context) ? context : asSequence([context]);
}

/** Adds what is there to a list: a value, or all that a list holds. So are items of an array constructor. */
export function append(evaluation: Evaluation, list: unknown[], value: unknown): void {
  if (value === undefined) return;
  if (Array.isArray(value)) addAll(evaluation, list, value);
  else evaluation.grown(list.push(value));
}

function addAll(evaluation: Evaluation, list: unknown[], values: readonly unknown[]): void {
  evaluation.list(list.length + values.length);
  evaluation.entries(values.length);
  for (let index = 0; index < values.length; index++) list.push(values[index]);
}

/** Sets what may be called anything, `__proto__` included. */
export function setMember(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[name] = value;
  }
}

/** An object of the values that are there. */
export function objectOf(names: string[], values: unknown[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index++) {
    if (values[index] !== undefined) setMember(made, names[index] as string, values[index]);
  }
  return made;
}

/** The input as a context: an array is one thing at first. */
export function rootContext(input: unknown): unknown {
  if (!Array.isArray(input) || isSequence(input)) return input;
  const wrapper = asSequence([input]);
  wrapper.outerWrapper = true;
  return wrapper;
}

export const asOnlyItem = (context: unknown): unknown[] => asSequence([context]);

/** A binding. */
export function member(bindings: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(bindings, name) ? bindings[name] : undefined;
}

/** An empty text ends a path as an empty list does. */
export const isEmptyList = (value: unknown): boolean =>
  (Array.isArray(value) || typeof value === 'string') && value.length === 0;

/** An empty list that is data. */
export const isEmptyItem = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 0 && !isSequence(value);

/** The same as `several` and its like, for lists that go out: they carry no marks. */
export const ownSeveral = (found: unknown[]): unknown => (found.length > 1 ? found : found[0]);

export const ownSeveralKept = (found: unknown[]): unknown => (found.length === 0 ? undefined : found);

export const ownSingleKept = (value: unknown): unknown => (Array.isArray(value) ? value : [value]);

/** What order-by gives: more than one are no sequence. */
export const sortedValue = (sorted: unknown): unknown =>
  !Array.isArray(sorted) || sorted.length > 1 ? sorted : sorted[0];

export const sortedKept = (evaluation: Evaluation, sorted: unknown): unknown =>
  Array.isArray(sorted) && sorted.length > 1
    ? sorted
    : severalKept(Array.isArray(sorted) ? copied(evaluation, sorted) : [sorted]);

export const count = (value: unknown): number => (value === undefined ? 0 : Array.isArray(value) ? value.length : 1);

export function areNumbers(evaluation: Evaluation, value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  evaluation.tick(value.length >> 3);
  for (let index = 0; index < value.length; index++) if (typeof value[index] !== 'number') return false;
  return true;
}

export function sum(numbers: number[]): number {
  let total = 0;
  for (let index = 0; index < numbers.length; index++) total += numbers[index] as number;
  return total;
}
