/** Freezes a value and all in it, so that a write to it throws. */
export function freezeDeep<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freezeDeep);
  }
  return value;
}

/**
 * What is wrong with a result that should be plain JSON of its own: marks, functions, missing values, foreign
 * prototypes, or a part of the input.
 */
export function faultIn(result: unknown, input: unknown): string | undefined {
  const foreign = new Set<object>();
  collect(input, foreign);
  const seen = new Set<object>();
  const check = (value: unknown, place: string): string | undefined => {
    if (value === null || ['string', 'boolean'].includes(typeof value)) return undefined;
    if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${place} is ${value}`;
    if (typeof value !== 'object') return `${place} is ${typeof value}`;
    if (foreign.has(value)) return `${place} is a part of the input`;
    if (seen.has(value)) return `${place} is in the result twice`;
    seen.add(value);
    const prototype: unknown = Array.isArray(value) ? Array.prototype : Object.prototype;
    if (Object.getPrototypeOf(value) !== prototype) return `${place} has a foreign prototype`;
    for (const key of Reflect.ownKeys(value)) {
      if (Array.isArray(value) && key === 'length') continue;
      if (typeof key === 'symbol' || (Array.isArray(value) && !/^\d+$/.test(key))) {
        return `${place} is marked ${String(key)}`;
      }
      const fault = check(Object.getOwnPropertyDescriptor(value, key)?.value, `${place}.${key}`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
  return result === undefined ? undefined : check(result, 'result');
}

function collect(value: unknown, into: Set<object>): void {
  if (typeof value !== 'object' || value === null || into.has(value)) return;
  into.add(value);
  for (const part of Object.values(value)) collect(part, into);
}
