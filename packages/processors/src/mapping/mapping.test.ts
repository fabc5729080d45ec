import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { mappingManifest } from './manifest.ts';
import { mapping } from './mapping.ts';

function prepare(config: Record<string, unknown>) {
  return mapping.prepare(mappingManifest.config.parse(config));
}

describe('a mapping', () => {
  test('makes the new body and keeps the headers', async () => {
    const node = prepare({
      expression: '{ "order": poNumber, "plant": $headers.plant, "of": $correlationId, "at": $now() }',
      contentType: 'application/order+json',
    });
    const message = messageOf({ poNumber: '45' });
    const [out] = await node.process(message, runContext());
    expect(out).toMatchObject({ port: 'out', contentType: 'application/order+json', headers: message.headers });
    expect(out?.body.json()).toEqual({ order: '45', plant: 'DE01', of: 'order-45', at: '2026-01-31T12:00:00.000Z' });
    expect(message.body.json()).toEqual({ poNumber: '45' });
  });

  test('gives the same result when it runs again', async () => {
    const node = prepare({ expression: '[$random(), $millis(), $shuffle([1..9])]' });
    const [first] = await node.process(messageOf({}), runContext());
    const [second] = await node.process(messageOf({}), runContext());
    expect(second?.body.json()).toEqual(first?.body.json());
  });

  test('without a result sends an empty body', async () => {
    const [out] = await prepare({ expression: 'nothing' }).process(messageOf({}), runContext());
    expect(out?.body.bytes()).toHaveLength(0);
  });

  test('by default passes the document on', async () => {
    const [out] = await prepare({}).process(messageOf({ a: [1] }), runContext());
    expect(out?.body.json()).toEqual({ a: [1] });
  });

  test('says that a message is not JSON', async () => {
    const message = messageOf('a;b', { contentType: 'text/csv' });
    await expect(async () => prepare({}).process(message, runContext())).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'content-type-unsupported',
      message: expect.stringContaining('text/csv') as string,
    });
    await expect(async () => prepare({}).process(messageOf('{oops'), runContext())).rejects.toMatchObject({
      code: 'body-malformed',
    });
  });

  test('fails for good, with the place in the expression and no data', async () => {
    const node = prepare({ expression: '{\n  "net": qty * price\n}' });
    const run = async () => node.process(messageOf({ qty: 'SECRET', price: 1 }), runContext());
    const failure: unknown = await run().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'TerminalError',
      code: 'expression-failed',
      details: { code: 'T2001', position: 15, line: 2, column: 14, excerpt: '  "net": qty * price\n             ^' },
    });
    expect(JSON.stringify([failure, String(failure)])).not.toContain('SECRET');
  });

  test('is stopped when it runs without end', async () => {
    const node = prepare({ expression: '($f := function($x) { 1 + $f($x) }; $f(1))' });
    await expect(async () => node.process(messageOf({}), runContext())).rejects.toMatchObject({
      code: 'expression-limit',
    });
  });

  test('is refused when the expression cannot be read', () => {
    expect(() => prepare({ expression: '{ "a": ' })).toThrow(
      expect.objectContaining({ code: 'expression-invalid', details: expect.objectContaining({ line: 1 }) as object }),
    );
  });

  test('makes JSON types only', () => {
    expect(mappingManifest.config.safeParse({ contentType: 'text/csv' }).success).toBe(false);
  });
});
