import { plainCopy } from './plain-copy.ts';
import type { Engine, Evaluate, Limits, Surroundings } from './engine.ts';

/** What became of an evaluation. A `crash` is an error without a code: the engine itself gave up. */
export type Outcome =
  | { kind: 'value'; value: unknown }
  | { kind: 'failure'; code: string; position: number | undefined; token: unknown }
  | { kind: 'crash'; message: string };

/** Codes with which an engine ends what would take too long or too much; engines count differently. */
const guardCodes = new Set(['D1011', 'D1012', 'D2015', 'L1001', 'L1004']);

export function isGuarded(outcome: Outcome): boolean {
  return outcome.kind === 'failure' && guardCodes.has(outcome.code);
}

/** The prepared expression, or the failure to read it. */
export function prepareWith(engine: Engine, text: string, limits: Limits): Evaluate | Outcome {
  try {
    return engine.prepare(text, limits);
  } catch (thrown) {
    return failureOf(thrown);
  }
}

/** The result as plain JSON values, whatever marks the engine leaves on it. */
export async function outcomeOf(prepared: Evaluate | Outcome, input: unknown, context: Surroundings): Promise<Outcome> {
  if (typeof prepared !== 'function') return prepared;
  try {
    const value = await prepared(input, context);
    return { kind: 'value', value: plainCopy(value, { left: 64 * 1024 * 1024, textLength: 64 * 1024 * 1024 }) };
  } catch (thrown) {
    return failureOf(thrown);
  }
}

function failureOf(thrown: unknown): Outcome {
  const { code, position, token } = thrown as { code?: unknown; position?: number; token?: unknown };
  if (thrown instanceof RangeError) return { kind: 'failure', code: 'D1011', position, token };
  if (typeof code !== 'string' || code === 'L1009') {
    return { kind: 'crash', message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
  return { kind: 'failure', code, position, token };
}

/** The same in every respect that an outcome has; fields of objects in the same order too. */
export function sameOutcome(one: Outcome, other: Outcome, withPlace = true): boolean {
  if (one.kind === 'value') {
    return other.kind === 'value' && JSON.stringify(one.value) === JSON.stringify(other.value);
  }
  if (one.kind === 'crash') return other.kind === 'crash';
  if (other.kind !== 'failure' || one.code !== other.code) return false;
  if (one.code === 'D1001' && (one.position === undefined || other.position === undefined)) return true;
  return !withPlace || (one.position === other.position && one.token === other.token);
}

export function describeOutcome(outcome: Outcome): string {
  const text = outcome.kind === 'value' ? JSON.stringify(outcome.value) : JSON.stringify(outcome);
  return text === undefined ? 'nothing' : text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
