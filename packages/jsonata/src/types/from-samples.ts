import { type Occurrence, type Shape, either, eitherShape, one, unknown } from './shape.ts';

/** What documents like these can hold: a field that some do not have may be missing. */
export function shapeOfSamples(samples: readonly unknown[]): Occurrence {
  if (samples.length === 0) return { ...unknown };
  return samples.map(shapeOfSample).reduce(either);
}

function shapeOfSample(value: unknown): Occurrence {
  if (value === undefined) return { shape: {}, missing: true, several: 'no' };
  if (value === null) return one({ null: true });
  if (typeof value === 'string') return one({ text: 'any' });
  if (typeof value === 'number') return one({ number: 'any' });
  if (typeof value === 'boolean') return one({ boolean: true });
  if (Array.isArray(value)) {
    const shape = value.map(item => shapeOfSample(item).shape).reduce<Shape>(eitherShape, {});
    return one({ list: { shape, missing: value.length === 0, several: 'yes' } });
  }
  const fields = Object.entries(value as object).map(([name, field]) => [name, shapeOfSample(field)] as const);
  return one({ object: { fields: new Map(fields) } });
}
