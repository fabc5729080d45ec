import { describe, expect, it } from 'vitest';
import { schemaOfValue } from './schema-of-value.ts';

describe('the schema of an example', () => {
  it('names fields and their types', () => {
    expect(schemaOfValue({ number: '4500017', total: 12.5, lines: 3, open: true, note: null })).toEqual({
      type: 'object',
      properties: {
        number: { type: 'string' },
        total: { type: 'number' },
        lines: { type: 'integer' },
        open: { type: 'boolean' },
        note: { type: 'null' },
      },
      required: ['number', 'total', 'lines', 'open', 'note'],
    });
  });

  it('tells the entries of a list as one: what some lack is not required, whole and broken numbers are numbers', () => {
    expect(schemaOfValue([{ a: 1, b: 'x' }, { a: 1.5 }, { a: 2, b: null }])).toEqual({
      type: 'array',
      items: {
        type: 'object',
        properties: { a: { type: 'number' }, b: { type: ['string', 'null'] } },
        required: ['a'],
      },
    });
  });

  it('takes lists of different things, and empty ones', () => {
    expect(schemaOfValue(['a', 1])).toEqual({ type: 'array', items: { type: ['string', 'integer'] } });
    expect(schemaOfValue([])).toEqual({ type: 'array' });
  });
});
