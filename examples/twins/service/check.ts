type Fields = Record<string, unknown>;

export interface Check {
  /** What is wrong, one sentence each, in the order in which it was found. */
  reasons: string[];
  that(holds: boolean, reason: string): void;
  /** The value's fields; none when it is no object. */
  object(value: unknown, what: string): Fields;
  list(fields: Fields, name: string, where?: string, atLeast?: number): unknown[];
  text(fields: Fields, name: string, where?: string): void;
  matches(fields: Fields, name: string, pattern: RegExp, looksLike: string, where?: string): void;
  oneOf(fields: Fields, name: string, values: readonly string[], where?: string): void;
}

/** Gathers every reason to refuse a document, so that its sender need not find them one by one. */
export function createCheck(): Check {
  const reasons: string[] = [];

  return {
    reasons,
    that,
    object(value, what) {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      that(isObject, `${what} must be an object.`);
      return isObject ? (value as Fields) : {};
    },
    list(fields, name, where = '', atLeast = 1) {
      const value = fields[name];
      if (Array.isArray(value) && value.length >= atLeast) return value;
      reasons.push(`${where}${name} must be an array${atLeast > 0 ? ` with at least ${atLeast} entry` : ''}.`);
      return [];
    },
    text(fields, name, where = '') {
      const value = fields[name];
      that(typeof value === 'string' && value !== '', `${where}${name} must be a text${shown(value)}.`);
    },
    matches(fields, name, pattern, looksLike, where = '') {
      const value = fields[name];
      that(typeof value === 'string' && pattern.test(value), `${where}${name} must be ${looksLike}${shown(value)}.`);
    },
    oneOf(fields, name, values, where = '') {
      const value = fields[name];
      const known = typeof value === 'string' && values.includes(value);
      that(known, `${where}${name} must be one of ${values.join(', ')}${shown(value)}.`);
    },
  };

  function that(holds: boolean, reason: string): void {
    if (!holds) reasons.push(reason);
  }
}

function shown(value: unknown): string {
  return value === undefined ? '; it is missing' : `; it is ${JSON.stringify(value).slice(0, 80)}`;
}
