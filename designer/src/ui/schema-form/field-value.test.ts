import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Field } from './field.ts';
import { asVariant, emptyValue, extraValues, isOfKind, isSame, unlessDefault, withField } from './field-value.ts';
import { labelOf } from './label-of.ts';
import { withEntryMoved } from './list-edits.ts';
import { readFields } from './read-fields.ts';
import { withKeyRenamed } from './record-edits.ts';

const schema = z.strictObject({
  name: z.string(),
  method: z.enum(['GET', 'POST']).default('POST'),
  trust: z.strictObject({ ca: z.string().optional() }).default({}),
  codes: z.array(z.string()).default(['2xx']),
  auth: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('basic'), user: z.string(), realm: z.string().optional() }),
      z.strictObject({ kind: z.literal('token'), token: z.string(), realm: z.string().optional() }),
    ])
    .default({ kind: 'none' }),
  count: z.union([z.int(), z.string()]).optional(),
  routes: z.array(z.strictObject({ port: z.string() })).optional(),
});
const fields = readFields(z.toJSONSchema(schema, { io: 'input' }));
const field = (key: string): Field => fields.find(each => each.key === key) as Field;

describe('editing an object by its fields', () => {
  it('takes what equals the default out of the document', () => {
    expect(withField({ name: 'a', method: 'GET' }, field('method'), 'POST')).toEqual({ name: 'a' });
    expect(withField({ name: 'a', codes: ['404'] }, field('codes'), ['2xx'])).toEqual({ name: 'a' });
    expect(withField({ auth: { kind: 'basic' } }, field('auth'), { kind: 'none' })).toEqual({});
  });

  it('takes out what is cleared, and an object that says nothing', () => {
    expect(withField({ name: 'a', method: 'GET' }, field('name'), undefined)).toEqual({ method: 'GET' });
    expect(withField({ trust: { ca: 'x' } }, field('trust'), {})).toEqual({});
  });

  it('keeps what is false, empty or null where that is no default', () => {
    expect(unlessDefault(field('name'), '')).toBe('');
    expect(unlessDefault(field('codes'), [])).toEqual([]);
    expect(unlessDefault(field('name'), null)).toBeNull();
  });

  it('leaves every other field in its place, known or not', () => {
    const next = withField({ extra: 1, name: 'a', method: 'GET' }, field('name'), 'b');
    expect(JSON.stringify(next)).toBe('{"extra":1,"name":"b","method":"GET"}');
    expect(extraValues(next, fields)).toEqual({ extra: 1 });
  });

  it('starts from nothing where the document has no object', () => {
    expect(withField(undefined, field('name'), 'a')).toEqual({ name: 'a' });
    expect(withField('text', field('name'), 'a')).toEqual({ name: 'a' });
  });

  it('keeps what two variants share when one becomes the other', () => {
    const auth = field('auth');
    if (auth.shape !== 'variants') throw new Error('No variants.');
    const token = auth.variants.find(variant => variant.value === 'token');
    expect(token && asVariant({ kind: 'basic', user: 'u', realm: 'r' }, 'kind', token)).toEqual({
      kind: 'token',
      realm: 'r',
    });
  });

  it('tells the options of an either apart by the kind of the value', () => {
    const count = field('count');
    if (count.shape !== 'either') throw new Error('Not either.');
    const fitting = (value: unknown) => count.options.findIndex(option => isOfKind(option, value));
    expect([fitting(3), fitting('$count'), fitting(true)]).toEqual([0, 1, -1]);
  });

  it('begins a new entry with what its kind needs', () => {
    const routes = field('routes');
    expect(routes.shape === 'list' && emptyValue(routes.entry)).toEqual({});
    expect(emptyValue({ ...field('auth'), defaultValue: undefined })).toEqual({ kind: 'none' });
    expect(emptyValue(field('name'))).toBe('');
  });

  it('moves entries within the list only', () => {
    const list = ['a', 'b', 'c'];
    expect(withEntryMoved(list, 0, 2)).toEqual(['b', 'c', 'a']);
    expect(withEntryMoved(list, 2, 1)).toEqual(['a', 'c', 'b']);
    expect(withEntryMoved(list, 0, -1)).toBe(list);
    expect(withEntryMoved(list, 2, 3)).toBe(list);
  });

  it('renames a key in its place, and never onto another', () => {
    expect(JSON.stringify(withKeyRenamed({ a: 1, b: 2 }, 'a', 'c'))).toBe('{"c":1,"b":2}');
    expect(withKeyRenamed({ a: 1, b: 2 }, 'a', 'b')).toEqual({ a: 1, b: 2 });
  });

  it('compares as JSON does, whatever the order of keys', () => {
    expect(isSame({ a: [1, { b: 2 }], c: null }, { c: null, a: [1, { b: 2 }] })).toBe(true);
    expect(isSame({ a: undefined }, { b: undefined })).toBe(false);
    expect(isSame([1, 2], [2, 1])).toBe(false);
    expect(isSame({}, [])).toBe(false);
  });

  it('makes words of names', () => {
    expect(['same-is-success', 'maxBytes', 'GET', 'apiKey', 'oauth2Token'].map(labelOf)).toEqual([
      'Same is success',
      'Max bytes',
      'GET',
      'Api key',
      'Oauth2 token',
    ]);
  });
});
