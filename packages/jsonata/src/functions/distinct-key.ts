import type { Evaluation } from '../evaluation/evaluation.ts';

/** The same for equal values only. Functions are equal to themselves. */
export function keyOf(evaluation: Evaluation, value: unknown): unknown {
  if (typeof value === 'string') return `"${value}`;
  if (typeof value !== 'object' || value === null) return value;
  const budget = { left: evaluation.guards.textLength };
  return canonicalText(value, evaluation, budget);
}

function canonicalText(value: unknown, evaluation: Evaluation, budget: { left: number }): string {
  evaluation.tick();
  if (typeof value !== 'object' || value === null) {
    const text = JSON.stringify(value) ?? 'nothing';
    budget.left -= text.length;
    // Fails: the text of the whole would be too long.
    if (budget.left < 0) evaluation.text(Number.POSITIVE_INFINITY);
    return text;
  }
  if (Array.isArray(value)) return `[${value.map(item => canonicalText(item, evaluation, budget)).join(',')}]`;
  const members = value as Record<string, unknown>;
  const texts = Object.keys(members)
    .toSorted()
    .map(name => `${JSON.stringify(name)}:${canonicalText(members[name], evaluation, budget)}`);
  return `{${texts.join(',')}}`;
}
