import { type Matcher, RE2JS } from 're2js';
import { toRe2Syntax } from './regex-syntax.ts';

const compiled = new WeakMap<RegExp, RE2JS>();

/** Compiled once per place in an expression. @throws Error for what RE2 leaves out: back-references and look-around. */
export function compileLinear(pattern: RegExp): RE2JS {
  let linear = compiled.get(pattern);
  if (linear === undefined) {
    const flags = (pattern.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (pattern.multiline ? RE2JS.MULTILINE : 0);
    linear = RE2JS.compile(RE2JS.translateRegExp(toRe2Syntax(pattern.source)), flags);
    compiled.set(pattern, linear);
  }
  return linear;
}

/**
 * The part of RegExp that JSONata uses, on RE2: time grows with the length of the text, never exponentially.
 * JSONata makes one for every use of a pattern and calls `exec` with the `g` flag's meaning of `lastIndex`.
 */
export class LinearRegex {
  lastIndex = 0;
  readonly #pattern: RE2JS;
  #text: string | undefined;
  #matcher: Matcher | undefined;

  constructor(pattern: RegExp) {
    this.#pattern = compileLinear(pattern);
  }

  exec(text: string): LinearMatch | null {
    const matcher = this.#matcherOf(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    const groups: (string | undefined)[] = [];
    for (let group = 0; group <= matcher.groupCount(); group++) groups.push(matcher.group(group) ?? undefined);
    this.lastIndex = matcher.end();
    return Object.assign(groups, { index: matcher.start() });
  }

  /** Kept from match to match: making one reads the whole text. */
  #matcherOf(text: string): Matcher {
    if (this.#matcher === undefined || this.#text !== text) {
      this.#matcher = this.#pattern.matcher(text);
      this.#text = text;
    }
    return this.#matcher;
  }
}

type LinearMatch = (string | undefined)[] & { index: number };
