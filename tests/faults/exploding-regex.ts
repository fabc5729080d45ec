import type { FaultCase } from './fault-case.ts';
import { setOff } from './lab/bombs.ts';

const through = (condition: string) => ({ expression: `{ "number": number, "found": ${condition} }` });

/** Regular expressions that take exponential time in most engines, over 50,000 characters. */
export const explodingRegex: FaultCase = {
  promise: 'regular expressions that explode: they end within their budget, and the next message is unharmed',
  inTests: [],
  run: lab =>
    setOff(
      lab,
      [
        through('$contains(text, /^(a+)+$/)'),
        through('$contains(text, /^(a|aa)+$/)'),
        through('$contains(text, /^([a-z]+)*$/)'),
        through('$contains(text, /(a*)*b/)'),
        through('$count($match(text, /(a|a)*b/))'),
        through('$length($replace(text, /(a+)+b/, "x"))'),
        // Linear, but a thousand times over: the time limit counts between the steps.
        {
          expression: '$map([1..1000], function($i) { $contains(text, /(a?){20}a{20}!$/) })',
          endsWith: 'expression-limit',
        },
      ],
      `${'a'.repeat(50_000)}!`,
    ),
};
