import { Comparison, type Verdict, tally } from './comparison.ts';
import { defaultLimits } from './engine.ts';
import { type SuiteCase, readDatasets, readSuite } from './suite.ts';

/** Inputs that nobody has in mind when writing an expression. */
const oddRoots: [name: string, root: unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['[]', []],
  ['{}', {}],
  ['text', 'some text'],
  ['empty text', ''],
  ['0', 0],
  ['42.5', 42.5],
  ['true', true],
  ['numbers', [3, 1, 2]],
  ['one number', [7]],
  ['texts', ['b', 'a']],
  ['[null]', [null]],
  ['[[]]', [[]]],
  ['nested', [[1, [2]], [[3]], []]],
  ['objects', [{ foo: 1, name: 'x' }, { foo: [2, 3] }, {}]],
  ['list in fields', { foo: [], bar: [[]], Account: [{ Order: [] }], Phone: null }],
  ['names of Object.prototype', JSON.parse('{"__proto__":{"foo":1},"constructor":{"foo":2},"toString":"t"}')],
];

export interface EverywhereReport {
  /** By id of the first case with the expression: on which inputs it is different, and how on the first. */
  differences: Map<string, string>;
  summary: string;
}

/** Every expression of the suite on every dataset and on odd roots. Cases about limits are left out. */
export async function compareEverywhere(folder: string): Promise<EverywhereReport> {
  const roots = [...readDatasets(folder), ...oddRoots];
  const expressions = new Map<string, SuiteCase>();
  for (const one of readSuite(folder)) if (!one.limited && !expressions.has(one.text)) expressions.set(one.text, one);
  const differences = new Map<string, string>();
  const verdicts: Verdict[] = [];
  for (const { id, text, bindings } of expressions.values()) {
    const comparison = new Comparison(text, bindings, defaultLimits);
    const different: string[] = [];
    let first = '';
    for (const [name, root] of roots) {
      const { verdict, details } = await comparison.on(root);
      verdicts.push(verdict);
      if (verdict !== 'different') continue;
      first ||= details;
      different.push(name);
    }
    if (different.length > 0) differences.set(id, `${text}\n  on ${different.join('; ')}\n  ${first}`);
  }
  const summary = `${expressions.size.toLocaleString('en')} expressions on ${roots.length} inputs: ${tally(verdicts)}`;
  return { differences, summary };
}
