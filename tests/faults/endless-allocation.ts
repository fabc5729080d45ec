import type { FaultCase } from './fault-case.ts';
import { setOff } from './lab/bombs.ts';

const expressions = [
  '[1..1e9]',
  '[1..3000].([1..3000])',
  '$reduce([1..60], function($a, $b) { $append($a, $a) }, [1])',
  '$reduce([1..60], function($a, $b) { $a & $a }, "x")',
  '$pad("x", 1e9)',
  `text${'.($ & $)'.repeat(40)}`,
  '($f := function($x) { $append($x, $f($x)) }; $f([1]))',
  '($f := function($n, $kept) { $f($n + 1, { "a": $kept, "b": [1..100000] }) }; $f(0, 0))',
  '$map([1..100000], function($i) { [1..100000] })',
  '$reduce([1..60], function($a, $b) { { "x": $a, "y": $a } }, 1)',
  '$string($reduce([1..60], function($a, $b) { { "x": $a, "y": $a } }, 1))',
  '"" & $reduce([1..60], function($a, $b) { { "x": $a, "y": $a } }, 1)',
];

/** Expressions that would fill the memory: with lists, texts, recursion, and objects that hold themselves. */
export const endlessAllocation: FaultCase = {
  promise: 'expressions that allocate without end: they end in a typed error, and the next message is unharmed',
  inTests: ['pglite'],
  run: lab =>
    setOff(
      lab,
      expressions.map(expression => ({ expression, endsWith: 'expression-limit' })),
      'xy',
    ),
};
