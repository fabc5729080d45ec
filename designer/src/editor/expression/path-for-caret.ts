import { checkTypes, type Occurrence, quotedName } from '@lineshaft/jsonata';
import { shapesOf, type Surroundings } from './known-input.ts';

type ObjectShape = NonNullable<Occurrence['shape']['object']>;

/**
 * How a part of the input is named at a place of an expression: from what is there on, as in `lines.{ "key": sku }`, or
 * from the whole input on. Fields of the entries of a list are named for all entries.
 * @param pointer JSON pointer into the input
 */
export function pathForCaret(pointer: string, text: string, at: number, surroundings: Surroundings): string {
  const shapes = shapesOf(surroundings);
  const { steps, entry, named } = stepsTo(pointer, shapes.input);
  const probe = `${text.slice(0, at)}$${text.slice(at)}`;
  const there = checkTypes(probe, shapes).at({ start: at, end: at + 1 });
  const context = there && objectOf(there);
  const isThere = context !== undefined && context === named && there?.shape.list === undefined;
  if (pointer === '') return isThere || context === undefined ? '$' : '$$';
  if (isThere && entry !== undefined) return '$';
  const start = context === undefined ? 0 : steps.findLastIndex(({ within }) => within === context);
  const names = steps.slice(Math.max(start, 0)).map(({ name }) => quotedName(name));
  const path = start === -1 ? ['$$', ...names] : names.length === 0 ? ['$'] : names;
  return path.join('.') + (entry === undefined ? '' : `[${entry}]`);
}

interface Step {
  /** What the name is looked up in. */
  within: ObjectShape | undefined;
  name: string;
}

/** `entry`: the number, when one entry of a list is what is named. */
function stepsTo(pointer: string, input: Occurrence) {
  const steps: Step[] = [];
  let current: Occurrence | undefined = input;
  let entry: string | undefined;
  for (const part of pointer.split('/').slice(1)) {
    const list: Occurrence | undefined = current?.shape.list;
    entry = list !== undefined && /^\d+$/.test(part) ? part : undefined;
    if (entry !== undefined) {
      current = list;
      continue;
    }
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const within = current?.shape.object;
    steps.push({ within, name });
    current = within?.fields.get(name);
  }
  return { steps, entry, named: current && objectOf(current) };
}

/** The fields that a step finds there: it goes through lists by itself. */
function objectOf({ shape }: Occurrence): ObjectShape | undefined {
  return shape.object ?? (shape.list && objectOf(shape.list));
}
