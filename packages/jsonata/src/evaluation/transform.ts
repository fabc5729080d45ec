import { isCallable } from './callable.ts';
import type { Evaluation } from './evaluation.ts';
import { fail } from './failure.ts';
import { setMember } from './paths.ts';

export interface TransformParts {
  pattern(input: unknown): unknown;
  update(match: unknown): unknown;
  remove: ((match: unknown) => unknown) | undefined;
  position: number;
  updatePosition: number;
  removePosition: number;
}

/** What `|pattern|update, delete|` does with its argument: a changed copy. */
export function transformed(evaluation: Evaluation, clone: unknown, input: unknown, parts: TransformParts): unknown {
  if (input === undefined) return undefined;
  if (!isCallable(clone)) return fail('T2013', { position: parts.position });
  const given = clone(evaluation, null, [input]);
  // An own $clone may give the input itself, which is never written to.
  const copy = 'enter' in clone ? apart(evaluation, given) : given;
  const found = parts.pattern(copy);
  const matches: unknown[] = found === undefined ? [] : Array.isArray(found) ? found : [found];
  for (const match of matches) {
    evaluation.tick();
    change(match, parts);
  }
  return copy;
}

/** A copy of the lists and objects. */
export function apart(evaluation: Evaluation, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  evaluation.tick();
  if (Array.isArray(value)) return value.map(item => apart(evaluation, item));
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) setMember(copy, name, apart(evaluation, member));
  return copy;
}

function change(match: unknown, parts: TransformParts): void {
  const update = parts.update(match);
  if (update !== undefined) {
    if (typeof update !== 'object' || update === null || Array.isArray(update)) {
      fail('T2011', { position: parts.updatePosition, value: update });
    }
    for (const [name, value] of Object.entries(update as object)) {
      // jsonata runs into a TypeError of JavaScript here.
      if (typeof match !== 'object' || match === null) return fail('L1009');
      setMember(match as Record<string, unknown>, name, value);
    }
  }
  const removed = parts.remove?.(match);
  if (removed === undefined) return;
  const names: unknown[] = Array.isArray(removed) ? removed : [removed];
  if (!names.every(name => typeof name === 'string')) fail('T2012', { position: parts.removePosition, value: removed });
  if (typeof match !== 'object' || match === null) return;
  for (const name of names as string[]) delete (match as Record<string, unknown>)[name];
}
