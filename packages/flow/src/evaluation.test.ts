import { describe, expect, test } from 'vitest';
import { evaluationContext, expressionError, expressionInput, type ExpressionFault } from './evaluation.ts';
import { messageOf, runContext } from './testing.ts';

describe('expressions', () => {
  test('may use what the message says about itself, and repeat with the run', () => {
    const message = messageOf({});
    expect(evaluationContext(message, runContext({ attempt: 2 }))).toEqual({
      bindings: {
        headers: { plant: 'DE01' },
        contentType: 'application/json',
        messageId: 'message-1',
        correlationId: 'order-45',
      },
      clock: Date.UTC(2026, 0, 31, 12),
      seed: 'execution-1/3',
    });
  });

  test.each(['application/json', 'application/order+json; charset=utf-8', ''])(
    'work on the body of a message of type %j',
    contentType => {
      const message = messageOf({ a: 1 }, { contentType });
      expect(expressionInput(message)).toBe(message.body.json());
      expect(() => expressionInput(messageOf('{oops', { contentType }))).toThrow(
        expect.objectContaining({ code: 'body-malformed' }),
      );
    },
  );

  test('have no input when the message is not JSON, even if it looks like it', () => {
    expect(expressionInput(messageOf('{"a":1}', { contentType: 'text/plain' }))).toBeUndefined();
  });

  test.each([
    ['invalid', 'The mapping cannot be used: Line 1, column 2: What.'],
    ['failed', 'The mapping failed: Line 1, column 2: What.'],
    ['limit', 'The mapping failed: Line 1, column 2: What.'],
  ] as const)('that are %s fail for good', (kind, message) => {
    const fault: ExpressionFault = Object.assign(new Error('Line 1, column 2: What.'), { kind, details: { line: 1 } });
    expect(expressionError('The mapping')(fault)).toMatchObject({
      name: 'TerminalError',
      code: `expression-${kind}`,
      message,
      details: { line: 1 },
      cause: fault,
    });
  });
});
