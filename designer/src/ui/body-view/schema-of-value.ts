/** A JSON Schema that a value fits, as far as one example tells. */
export interface ExampleSchema {
  type?: string | string[];
  properties?: Record<string, ExampleSchema>;
  required?: string[];
  items?: ExampleSchema;
}

/** The entries of an array are told as one: a field that not all of them have is not required. */
export function schemaOfValue(value: unknown): ExampleSchema {
  if (value === null) return { type: 'null' };
  if (Array.isArray(value)) {
    return value.length === 0 ? { type: 'array' } : { type: 'array', items: value.map(schemaOfValue).reduce(joined) };
  }
  if (typeof value === 'object') {
    const properties = Object.fromEntries(Object.entries(value).map(([name, field]) => [name, schemaOfValue(field)]));
    return { type: 'object', properties, required: Object.keys(properties) };
  }
  if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' };
  return { type: typeof value };
}

/** What both fit. */
function joined(a: ExampleSchema, b: ExampleSchema): ExampleSchema {
  const type = joinedTypes([a.type ?? [], b.type ?? []].flat());
  const properties = { ...a.properties };
  for (const [name, schema] of Object.entries(b.properties ?? {})) {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    properties[name] = known ? joined(known, schema) : schema;
  }
  // Only objects say what is required; another type beside them takes nothing away.
  const required = !a.required
    ? b.required
    : !b.required
      ? a.required
      : a.required.filter(name => b.required?.includes(name));
  const items = a.items && b.items ? joined(a.items, b.items) : (a.items ?? b.items);
  return {
    type,
    ...(a.properties || b.properties ? { properties } : {}),
    ...(required ? { required } : {}),
    ...(items ? { items } : {}),
  };
}

function joinedTypes(types: string[]): string | string[] {
  const known = new Set(types);
  if (known.has('number')) known.delete('integer');
  const [only, ...others] = known;
  return only !== undefined && others.length === 0 ? only : [...known];
}
