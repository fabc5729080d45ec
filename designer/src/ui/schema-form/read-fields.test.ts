import { connectionManifests } from '@lineshaft/connectors/connection-manifests';
import { connectorManifests } from '@lineshaft/connectors/manifests';
import { configJsonSchema, settingsJsonSchema } from '@lineshaft/flow';
import { processorManifests } from '@lineshaft/processors/manifests';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Field } from './field.ts';
import { readFields } from './read-fields.ts';

const nodeTypes = [...connectorManifests, ...processorManifests];

function fieldsOf(type: string): Map<string, Field> {
  const manifest = nodeTypes.find(each => each.type === type);
  if (!manifest) throw new Error(`No node type ${type}.`);
  return new Map(readFields(configJsonSchema(manifest)).map(field => [field.key, field]));
}

describe('reading the fields of a schema', () => {
  it.each(nodeTypes.map(manifest => [manifest.type, configJsonSchema(manifest)] as const))(
    'finds an input for every field of %s',
    (_, schema) => {
      const fields = readFields(schema);
      expect(fields.filter(field => field.title === '')).toEqual([]);
      expect(fields.filter(field => field.shape === 'json' && field.widget !== 'json')).toEqual([]);
    },
  );

  it.each(connectionManifests.map(manifest => [manifest.type, settingsJsonSchema(manifest)] as const))(
    'finds an input for every setting of a connection of type %s',
    (_, schema) => {
      expect(readFields(schema).filter(field => field.shape === 'json')).toEqual([]);
    },
  );

  it('keeps the order, the titles, what is required and what holds when nothing is said', () => {
    const fields = fieldsOf('http.request');
    expect([...fields.keys()].slice(0, 3)).toEqual(['method', 'url', 'headers']);
    expect(fields.get('url')).toMatchObject({
      title: 'Address',
      required: true,
      widget: 'template',
      example: '/orders/{{ poNumber }}',
    });
    expect(fields.get('redirects')).toMatchObject({
      shape: 'number',
      whole: true,
      min: 0,
      max: 3,
      required: false,
      defaultValue: 0,
    });
  });

  it('reads lists of short values, of options and of objects apart', () => {
    expect(fieldsOf('http.request').get('successCodes')).toMatchObject({ shape: 'texts', numbers: true });
    expect(fieldsOf('postgres.query').get('watermark')).toMatchObject({
      shape: 'texts',
      numbers: false,
      example: 'changed_at, id',
    });
    expect(fieldsOf('http.webhook').get('methods')).toMatchObject({ shape: 'choices' });
    const routes = fieldsOf('content-based-router').get('routes');
    expect(routes).toMatchObject({ shape: 'list', entry: { shape: 'object' } });
  });

  it('reads objects that a field tells apart, with their titles and without that field', () => {
    const field = fieldsOf('http.request').get('pagination');
    if (field?.shape !== 'variants') throw new Error('No variants.');
    expect(field.discriminator).toBe('kind');
    expect(field.variants.map(({ value, label }) => [value, label])).toEqual([
      ['none', 'None'],
      ['link', 'Link to the next page'],
      ['cursor', 'Cursor'],
      ['page', 'Page numbers'],
    ]);
    expect(field.variants.at(-1)?.fields.map(each => each.key)).toEqual(['parameter', 'start', 'items', 'maxPages']);
  });

  it('reads a number or an expression as either of them', () => {
    const field = fieldsOf('aggregator').get('count');
    if (field?.shape !== 'either') throw new Error('Not either.');
    expect(field.options.map(option => [option.shape, option.widget])).toEqual([
      ['number', undefined],
      ['text', 'jsonata'],
    ]);
  });

  it('knows secrets, also within a way to sign in', () => {
    const http = connectionManifests.find(each => each.type === 'http');
    const auth = http && readFields(settingsJsonSchema(http)).find(field => field.key === 'auth');
    if (auth?.shape !== 'variants') throw new Error('No variants.');
    const basic = auth.variants.find(variant => variant.value === 'basic');
    expect(basic?.fields.map(field => [field.key, field.secret])).toEqual([
      ['username', false],
      ['password', true],
    ]);
  });

  it('takes literals side by side for one choice', () => {
    const schema = z.object({ size: z.union([z.literal('small'), z.literal('large')]) });
    expect(readFields(z.toJSONSchema(schema))).toMatchObject([
      { shape: 'choice', options: [{ value: 'small', label: 'Small' }, { value: 'large' }] },
    ]);
  });

  it('leaves what it does not know to JSON', () => {
    const schema = z.object({ anything: z.unknown(), pair: z.tuple([z.string(), z.number()]) });
    expect(readFields(z.toJSONSchema(schema)).map(field => field.shape)).toEqual(['json', 'json']);
  });
});
