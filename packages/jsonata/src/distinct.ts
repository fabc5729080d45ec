/**
 * JSONata's `$distinct`, in linear time: the original compares every item with every one before it, and nothing stops
 * it. Equal are values with the same members in any order.
 */
export function distinct(arr: unknown): unknown {
  if (!Array.isArray(arr) || arr.length <= 1) return arr;
  const seen = new Set<unknown>();
  const result: unknown[] & { sequence?: boolean } = [];
  for (const item of arr) {
    const key = keyOf(item);
    if (seen.has(key)) continue;
    seen.add(key);
    result.push(item);
  }
  // A sequence, as JSONata calls it, stays one: it collapses to its only item.
  if ((arr as { sequence?: boolean }).sequence === true) result.sequence = true;
  return result;
}

/** The same for equal values only. Functions are equal to themselves. */
function keyOf(value: unknown): unknown {
  if (typeof value === 'string') return `"${value}`;
  if (typeof value !== 'object' || value === null) return value;
  const marked = value as Record<string, unknown>;
  if (marked['_jsonata_lambda'] === true || marked['_jsonata_function'] === true) return value;
  return canonicalText(value);
}

function canonicalText(value: unknown): string | undefined {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = value as Record<string, unknown>;
  const texts = Object.keys(members).toSorted();
  return `{${texts.map(key => `${JSON.stringify(key)}:${canonicalText(members[key])}`).join(',')}}`;
}
