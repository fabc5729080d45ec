import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { validateManifest } from './manifest.ts';
import { validate } from './validate.ts';

const order = {
  type: 'object',
  required: ['poNumber', 'lines'],
  additionalProperties: false,
  properties: {
    poNumber: { type: 'string', pattern: '^45\\d{5}$' },
    due: { type: 'string', format: 'date' },
    lines: { type: 'array', minItems: 1, uniqueItems: true, items: { $ref: '#/$defs/line' } },
  },
  $defs: { line: { type: 'object', properties: { qty: { type: 'number', exclusiveMinimum: 0 } } } },
};
const good = { poNumber: '4500017', due: '2026-02-28', lines: [{ qty: 1 }, { qty: 2 }] };

const prepare = (config: Record<string, unknown>) =>
  validate.prepare(validateManifest.config.parse({ schema: order, ...config }));

async function errorFor(body: unknown, schema: object = order) {
  try {
    await prepare({ schema }).process(messageOf(body), runContext());
  } catch (error) {
    return error;
  }
  throw new Error('It was let through.');
}

const faultsFor = async (body: unknown, schema?: object) => {
  const { details } = (await errorFor(body, schema)) as { details: { faults: { path: string; keyword: string }[] } };
  return details.faults.map(({ path, keyword }) => `${path} ${keyword}`);
};

describe('validation', () => {
  test('lets a document through that fits, as it is', async () => {
    const message = messageOf(good);
    const emitted = await prepare({}).process(message, runContext());
    expect(emitted).toEqual([
      { port: 'out', contentType: message.contentType, headers: message.headers, body: message.body },
    ]);
  });

  test('names every place that does not fit, and the rule, but no value', async () => {
    const bad = {
      poNumber: 'secret-1',
      due: '2026-02-30',
      lines: [{ qty: 1 }, { qty: -7531 }, { qty: 1 }],
      more: 'secret-2',
    };
    expect((await faultsFor(bad)).toSorted()).toEqual([
      ' additionalProperties',
      '/due format',
      '/lines uniqueItems',
      '/lines/1/qty exclusiveMinimum',
      '/poNumber pattern',
    ]);
    const error = await errorFor(bad);
    expect(error).toMatchObject({ name: 'TerminalError', code: 'document-invalid' });
    const said = JSON.stringify([(error as Error).message, (error as { details: object }).details]);
    expect(said).not.toMatch(/secret|7531/);
    expect((error as Error).message).toMatch(/^The document does not fit the schema: .*; and more\.$/);
  });

  test('tells patterns apart', async () => {
    const schema = { properties: { a: { pattern: '^a+$' }, b: { pattern: '^b+$' } } };
    expect(await faultsFor({ a: 'b', b: 'a' }, schema)).toEqual(['/a pattern', '/b pattern']);
  });

  test('sends documents that do not fit through a port of their own, with what is wrong', async () => {
    const message = messageOf({ poNumber: '4500017' });
    const [out, ...more] = await prepare({ onInvalid: 'port' }).process(message, runContext());
    expect(more).toEqual([]);
    expect(out).toMatchObject({ port: 'invalid', contentType: 'application/json', headers: message.headers });
    expect(out?.body.json()).toEqual({
      faults: [{ path: '', keyword: 'required', message: "must have required property 'lines'" }],
      document: { poNumber: '4500017' },
    });
  });

  test('says no more than is of use: twenty faults, or the first of a large document', async () => {
    const schema = { type: 'array', items: { type: 'string' } };
    expect(
      await faultsFor(
        Array.from({ length: 50 }, () => 1),
        schema,
      ),
    ).toHaveLength(20);
    expect(
      await faultsFor(
        Array.from({ length: 70_000 }, () => 1),
        schema,
      ),
    ).toEqual(['/0 type']);
  });

  test('is not held up by patterns, formats and lists that would take for ever', async () => {
    const schema = {
      properties: { p: { pattern: '^(a+)+$' }, m: { format: 'email' }, l: { uniqueItems: true } },
    };
    const hostile = {
      p: `${'a'.repeat(50_000)}!`,
      m: `a@${'a'.repeat(500_000)}`,
      l: Array.from({ length: 30_000 }, (_, index) => ({ index })),
    };
    const started = performance.now();
    await expect(errorFor(hostile, schema)).resolves.toMatchObject({ code: 'document-invalid' });
    const fits = await prepare({ schema }).process(messageOf({ l: hostile.l }), runContext());
    expect(fits).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('takes base64 of any length, and refuses what is none', async () => {
    const schema = { properties: { pdf: { format: 'byte' } } };
    const emitted = await prepare({ schema }).process(messageOf({ pdf: 'QUJD'.repeat(100_000) }), runContext());
    expect(emitted).toHaveLength(1);
    expect(await faultsFor({ pdf: 'QUJ?' }, schema)).toEqual(['/pdf format']);
  });

  test('takes fields that every object inherits for missing', async () => {
    expect(await faultsFor({}, { required: ['toString', 'constructor'] })).toEqual([' required', ' required']);
  });

  test('keeps schemas apart whose parts have the same name', async () => {
    const named = (type: string) => ({
      $id: 'https://example.com/order',
      properties: { x: { $id: 'https://example.com/x', type } },
    });
    expect(await faultsFor({ x: 1 }, named('string'))).toEqual(['/x type']);
    expect(await faultsFor({ x: '1' }, named('number'))).toEqual(['/x type']);
  });

  test('refuses an empty body like null, and messages that are not JSON', async () => {
    expect(await faultsFor('')).toEqual([' type']);
    const csv = messageOf('a;b', { contentType: 'text/csv' });
    expect(() => prepare({}).process(csv, runContext())).toThrow(
      expect.objectContaining({ code: 'content-type-unsupported' }),
    );
  });

  test.each([
    [{ type: 'nothing' }, 'type'],
    [{ propertis: {} }, 'propertis'],
    [{ $async: true, type: 'object' }, '$async'],
    [{ $ref: '#/$defs/missing' }, 'missing'],
    [{ pattern: '(?=a)' }, '(?='],
    [{ pattern: '(' }, ''],
    [{ format: 'dates' }, 'dates'],
    [{ $schema: 'http://json-schema.org/draft-07/schema#' }, 'draft-07'],
  ])('cannot be used with the schema %j, and says why', (schema, reason) => {
    expect(() => prepare({ schema })).toThrow(
      expect.objectContaining({
        name: 'TerminalError',
        code: 'config-invalid',
        message: expect.stringContaining(reason) as string,
      }),
    );
  });

  test.each([
    [{ $ref: 'https://example.com/order.json' }],
    [{ properties: { a: { anyOf: [{ $ref: 'line.json' }] } } }],
    [{ $dynamicRef: 'other#line' }],
  ])('loads nothing from elsewhere: %j', schema => {
    expect(validateManifest.config.safeParse({ schema }).success).toBe(false);
  });

  test('has the port invalid when it is wanted', () => {
    const ports = (config: object) =>
      validateManifest.outputs(validateManifest.config.parse({ schema: {}, ...config })).map(({ name }) => name);
    expect(ports({})).toEqual(['out']);
    expect(ports({ onInvalid: 'port' })).toEqual(['out', 'invalid']);
    const property = { properties: { $ref: { type: 'string' } } };
    expect(validateManifest.config.safeParse({ schema: property }).success).toBe(true);
  });
});
