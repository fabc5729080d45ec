import { type Callable, isCallable } from '../evaluation/callable.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { fail } from '../evaluation/failure.ts';
import { asSequence } from '../evaluation/sequence.ts';

type Text = string | undefined;

/** What a regular expression, or a function in its place, says about a text. */
export interface Match {
  match: string;
  start: number;
  end: number;
  groups: Text[];
  /** The next match. */
  next: Callable;
}

/** @throws Failure T1010 when a function in the place of a regular expression gives no match */
function firstMatch(evaluation: Evaluation, matcher: Callable, text: string): Match | undefined {
  return checked(matcher(evaluation, null, [text]));
}

function nextMatch(evaluation: Evaluation, match: Match): Match | undefined {
  evaluation.tick();
  return isCallable(match.next) ? checked(match.next(evaluation, null, [])) : fail('T1010');
}

function checked(result: unknown): Match | undefined {
  if (result === undefined || result === null) return undefined;
  const { start, end, groups, next } = result as Partial<Match>;
  const isMatch = typeof start === 'number' || typeof end === 'number' || Array.isArray(groups) || isCallable(next);
  if (!isMatch && Boolean(result)) fail('T1010');
  return result as Match;
}

export function contains(evaluation: Evaluation, text: Text, sought: string | Callable | undefined): unknown {
  if (text === undefined || sought === undefined) return undefined;
  if (typeof sought === 'string') return text.includes(sought);
  return firstMatch(evaluation, sought, text) !== undefined;
}

/** `$match`. @throws Failure D3040 for a negative limit. */
export function match(
  evaluation: Evaluation,
  text: Text,
  matcher: Callable,
  limit = Number.POSITIVE_INFINITY,
): unknown {
  if (text === undefined) return undefined;
  if (limit < 0) fail('D3040', { value: limit, index: 3 });
  const matches: unknown[] = [];
  if (limit === 0) return asSequence(matches);
  let found = firstMatch(evaluation, matcher, text);
  while (found !== undefined && matches.length < limit) {
    evaluation.list(matches.length + 1);
    matches.push({ match: found.match, index: found.start, groups: found.groups });
    found = nextMatch(evaluation, found);
  }
  return asSequence(matches);
}

/** `$split`. @throws Failure D3020 for a negative limit. */
export function split(
  evaluation: Evaluation,
  text: Text,
  separator: string | Callable,
  limit = Number.POSITIVE_INFINITY,
): unknown {
  if (text === undefined) return undefined;
  if (limit < 0) fail('D3020', { value: limit, index: 3 });
  if (typeof separator === 'string') return splitAtText(evaluation, text, separator, limit);
  const parts: string[] = [];
  if (!(limit > 0)) return parts;
  let start = 0;
  let found = firstMatch(evaluation, separator, text);
  while (found !== undefined && parts.length < limit) {
    evaluation.list(parts.length + 1);
    parts.push(text.substring(start, found.start));
    start = found.end;
    found = nextMatch(evaluation, found);
  }
  if (parts.length < limit) parts.push(text.substring(start));
  return parts;
}

function splitAtText(evaluation: Evaluation, text: string, separator: string, limit: number): string[] {
  const whole = Number.isFinite(limit) ? Math.floor(limit) : text.length + 1;
  const step = Math.max(separator.length, 1);
  evaluation.tick(text.length >> 6);
  // Counted before they are made, where there may be too many.
  if (Math.min(whole, text.length / step + 1) > evaluation.guards.listLength) {
    let parts = 1;
    for (let at = text.indexOf(separator); at !== -1 && parts < whole; at = text.indexOf(separator, at + step)) {
      evaluation.list(++parts);
      if (at + step > text.length) break;
    }
  }
  const split = text.split(separator, limit === Number.POSITIVE_INFINITY ? undefined : limit);
  evaluation.entries(split.length);
  return split;
}

/**
 * `$replace`. @throws Failure D3010 for an empty pattern, D3011 for a negative limit, D3012 when the function gives no text
 */
export function replace(
  evaluation: Evaluation,
  text: Text,
  pattern: string | Callable,
  replacement: string | Callable,
  limit = Number.POSITIVE_INFINITY,
): Text {
  if (text === undefined) return undefined;
  if (pattern === '') fail('D3010', { value: pattern, index: 2 });
  if (limit < 0) fail('D3011', { value: limit, index: 4 });
  if (!(limit > 0)) return text;
  if (typeof pattern === 'string') return replaceText(evaluation, text, pattern, replacement, limit);
  const result = new Builder(evaluation);
  let position = 0;
  let replaced = 0;
  let found = firstMatch(evaluation, pattern, text);
  while (found !== undefined && replaced < limit) {
    result.add(text.substring(position, found.start));
    result.add(typeof replacement === 'string' ? filledIn(replacement, found) : called(evaluation, replacement, found));
    position = found.start + found.match.length;
    replaced++;
    found = nextMatch(evaluation, found);
  }
  result.add(text.substring(position));
  return result.text;
}

function called(evaluation: Evaluation, replacement: Callable, found: Match): string {
  const made = replacement(evaluation, null, [found]);
  return typeof made === 'string' ? made : fail('D3012', { value: made });
}

function replaceText(
  evaluation: Evaluation,
  text: string,
  pattern: string,
  replacement: string | Callable,
  limit: number,
): string {
  const result = new Builder(evaluation);
  let position = 0;
  let replaced = 0;
  for (let at = text.indexOf(pattern); at !== -1 && replaced < limit; at = text.indexOf(pattern, position)) {
    evaluation.tick();
    // jsonata would write the source text of its own code for a function; what is missing it writes as a word.
    if (isCallable(replacement)) return fail('D3012', { value: replacement });
    result.add(text.substring(position, at));
    result.add(String(replacement));
    position = at + pattern.length;
    replaced++;
  }
  result.add(text.substring(position));
  return result.text;
}

/** A text that grows within its limit. */
class Builder {
  text = '';
  readonly #evaluation: Evaluation;

  constructor(evaluation: Evaluation) {
    this.#evaluation = evaluation;
  }

  add(part: string): void {
    const size = this.text.length + part.length;
    if (size > this.#evaluation.guards.textLength) this.#evaluation.text(size);
    this.text += part;
  }
}

/** `$1` and its like in a replacement become what the groups matched, `$0` the match, `$$` a dollar. */
function filledIn(replacement: string, { match: whole, groups }: Match): string {
  let result = '';
  let position = 0;
  for (let at = replacement.indexOf('$'); at !== -1; at = replacement.indexOf('$', position)) {
    result += replacement.substring(position, at);
    position = at + 1;
    const next = replacement.charAt(position);
    if (next === '$' || next === '0') {
      result += next === '$' ? '$' : whole;
      position++;
      continue;
    }
    // No more digits are read than the highest group has, and one less when there is no such group.
    const digits = groups.length === 0 ? 1 : Math.floor(Math.log(groups.length) * Math.LOG10E) + 1;
    let group = Number.parseInt(replacement.substring(position, position + digits), 10);
    if (digits > 1 && group > groups.length) {
      group = Number.parseInt(replacement.substring(position, position + digits - 1), 10);
    }
    if (Number.isNaN(group)) {
      result += '$';
    } else {
      result += groups[group - 1] ?? '';
      position += String(group).length;
    }
  }
  return result + replacement.substring(position);
}
