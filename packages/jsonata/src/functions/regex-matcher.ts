import type { Callable } from '../evaluation/callable.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { fail } from '../evaluation/failure.ts';
import { LinearRegex } from '../linear-regex.ts';
import type { Match } from './matching.ts';

/**
 * A regular expression as a function, of a text and where to begin: the first match, which leads to the next.
 * @param position where a failure is reported: a match of nothing after the first would go on forever (D1004)
 */
export function regexMatcher(pattern: RegExp, position: number): Callable {
  const matcher: Callable = (evaluation, _context, args) => {
    const [text, from] = args;
    if (typeof text !== 'string') return undefined;
    const regex = new LinearRegex(pattern);
    regex.lastIndex = typeof from === 'number' ? from : 0;
    return matchFrom(evaluation, regex, text);
  };
  matcher.arity = 2;

  function matchFrom(evaluation: Evaluation, regex: LinearRegex, text: string): Match | undefined {
    // A search may read to the end of the text, wherever it finds something.
    evaluation.tick(1 + ((text.length - regex.lastIndex) >> 4));
    const found = regex.exec(text);
    if (found === null) return undefined;
    const [match = '', ...groups] = found;
    const end = regex.lastIndex;
    const next: Callable = following => {
      if (end >= text.length) return undefined;
      regex.lastIndex = end;
      const after = matchFrom(following, regex, text);
      return after?.match === '' ? fail('D1004', { position, value: pattern.source }) : after;
    };
    next.arity = 0;
    return { match, start: found.index, end, groups, next };
  }

  return matcher;
}
