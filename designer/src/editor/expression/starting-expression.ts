import { type Occurrence, quotedName, shapeOfSamples } from '@lineshaft/jsonata';

const deepest = 4;

/**
 * An expression that gives a document as it is, with a line for each field: a start for a mapping.
 * @param document any JSON value
 */
export function startingExpression(document: unknown): string {
  return written(shapeOfSamples([document]), [], '');
}

/** `path`: how it is named, from what is there on. */
function written({ shape, missing }: Occurrence, path: readonly string[], indent: string): string {
  const named = path.length === 0 ? '$' : path.join('.');
  // What some entries do not have is not put together for them: it would be there for all.
  if (missing || Object.keys(shape).length !== 1 || indent.length / 2 >= deepest) return named;
  if (shape.object && shape.object.fields.size > 0) {
    const inner = `${indent}  `;
    const fields = [...shape.object.fields].map(
      ([name, field]) => `${inner}${JSON.stringify(name)}: ${written(field, [...path, quotedName(name)], inner)}`,
    );
    return `{\n${fields.join(',\n')}\n${indent}}`;
  }
  const entries = shape.list?.shape;
  if (entries?.object && entries.object.fields.size > 0 && Object.keys(entries).length === 1) {
    // In [ ], so that one entry is a list as well.
    return `[${named}.${written({ shape: entries, missing: false, several: 'no' }, [], indent)}]`;
  }
  return named;
}
