import { flowKeysSchema } from '@lineshaft/flow';
import { messageOf } from '@lineshaft/flow/testing';
import { describe, expect, it } from 'vitest';
import { KeyExpressions } from './evaluate-keys.ts';

const run = { executionId: 'execution-1', run: 0, clock: Date.UTC(2026, 0, 31, 12) };
const keysOf = (keys: object) => new KeyExpressions(flowKeysSchema.parse(keys));

describe('the keys of a message', () => {
  it('come from its body, its headers and the time at which it was accepted', () => {
    const keys = keysOf({
      business: { poNumber: 'po', sku: 'lines.sku', none: 'nothing' },
      correlationId: '$headers.plant & "/" & po',
      idempotencyKey: 'po & "/" & $now()',
      partner: '$headers.plant',
    });
    const message = messageOf({ po: 45, lines: [{ sku: 'a' }, { sku: 'b' }, { sku: 'a' }] });
    expect(keys.evaluate(message, run)).toEqual({
      business: [
        ['poNumber', '45'],
        ['sku', 'a'],
        ['sku', 'b'],
      ],
      correlationId: 'DE01/45',
      idempotencyKey: '45/2026-01-31T12:00:00.000Z',
      orderingKey: undefined,
      partner: 'DE01',
    });
  });

  it('come from the headers alone when the message is not JSON, whatever it looks like', () => {
    const keys = keysOf({ business: { plant: '$headers.plant', poNumber: 'po' } });
    const message = messageOf('{"po":45}', { contentType: 'text/plain' });
    expect(keys.evaluate(message, run).business).toEqual([['plant', 'DE01']]);
    expect(() => keys.evaluate(messageOf('{oops'), run)).toThrow(expect.objectContaining({ code: 'body-malformed' }));
  });

  it.each([
    ['$number(po)', 'expression-failed', /^The ordering key of the flow failed: Line 1, column 1: /],
    ['($f := function() { $f() + 1 }; $f())', 'expression-limit', /^The ordering key of the flow failed: Line 1/],
    ['other', 'expression-failed', /^The ordering key .* has no value for this message: "other" found nothing/],
    ['$', 'expression-failed', /^The ordering key .* must be a text or a number, but the expression gave an object/],
  ])('refuse the message when %s gives none', (orderingKey, code, message) => {
    const expected = { name: 'TerminalError', code, message: expect.stringMatching(message) as string };
    expect(() => keysOf({ orderingKey }).evaluate(messageOf({ po: 'SECRET' }), run)).toThrow(
      expect.objectContaining(expected),
    );
  });

  it('are refused with their name when they cannot be read', () => {
    expect(() => keysOf({ business: { poNumber: '1 +' } })).toThrow(
      expect.objectContaining({
        code: 'expression-invalid',
        message: expect.stringMatching(/^The business key poNumber of the flow cannot be used: Line 1/) as string,
      }),
    );
  });
});
