import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type jsonata from 'jsonata';

const mends: [faulty: RegExp, mended: string][] = [
  [/arguments: \[JSON\.parse\(JSON\.stringify\(left\)\)\]/, 'arguments: [copyOfTree(left)]'],
  [/this\.condition = JSON\.parse\(JSON\.stringify\(left\)\);/, 'this.condition = copyOfTree(left);'],
  [/await Promise\.all\(expr\.expressions\s*\.map\(async /, 'await inOrder(expr.expressions)((async '],
  [/await Promise\.all\(utils\.keys\(groups\)\.map\(async /, 'await inOrder(utils.keys(groups))((async '],
  [/(?<=if\(typeof proc === 'object'\) \{)/, 'if (proc && proc._jsonata_function) proc = Object.assign({}, proc);'],
  [
    /(?<=var next = await evaluate\(result\.body\.procedure, result\.input, result\.environment\);)/,
    'if (next && next._jsonata_function) next = Object.assign({}, next);',
  ],
  [/reduceTupleStream\(entry\.data, environment\);/, 'Object.assign({}, reduceTupleStream(entry.data, environment));'],
  [/input\.push\(undefined\);/, 'input = focus.createSequence(); input.push(undefined);'],
];

/**
 * jsonata without faults that show in its answers:
 * - Items of a list and fields of an object are evaluated side by side; of several that fail, the one that takes the fewest
 *   turns of the event loop is reported.
 * - Where a built-in function was last called is noted on the function, which all calls share: an error names the place
 *   of another call.
 * - A group-by adds an item to an empty list that is its input, and takes its item from a tuple that is alone in a group,
 *   so that the values of further keys have none.
 * - What stands before `??` and `?:` is copied by way of JSON, without its regular expressions and checks of signatures.
 */
export function mendedJsonata(): typeof jsonata {
  let source = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');
  for (const [faulty, mended] of mends) {
    if (!faulty.test(source)) throw new Error(`jsonata does not have ${String(faulty)} any more.`);
    source = source.replace(faulty, mended);
  }
  const inOrder = (list: unknown[]) => async (evaluate: (item: unknown, index: number) => Promise<unknown>) => {
    const results: unknown[] = [];
    for (const [index, item] of list.entries()) results.push(await evaluate(item, index));
    return results;
  };
  const module = { exports: {} };
  // oxlint-disable-next-line typescript/no-implied-eval -- the reference's own text, changed in a few places
  new Function('module', 'exports', 'inOrder', 'copyOfTree', source)(module, module.exports, inOrder, copyOfTree);
  return module.exports as typeof jsonata;
}

function copyOfTree(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || part instanceof RegExp) return part;
  if (Array.isArray(part)) return part.map(copyOfTree);
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, copyOfTree(value)]));
}
