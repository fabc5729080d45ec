import { describe, expect, it } from 'vitest';
import { LineshaftError, RetryAfterError, TerminalError, toErrorRecord } from './errors.ts';

describe('LineshaftError', () => {
  it('carries code, details and cause, and is named after its class', () => {
    const cause = new Error('ECONNREFUSED');
    const error = new TerminalError('target-rejected', 'The ERP said no.', { cause, details: { status: 422 } });
    expect(error).toBeInstanceOf(LineshaftError);
    expect(error).toMatchObject({ name: 'TerminalError', code: 'target-rejected', cause, details: { status: 422 } });
  });

  it('may say when to come back', () => {
    expect(new RetryAfterError('target-throttled', 'Slow down.', 2000)).toMatchObject({ retryAfterMs: 2000 });
  });
});

describe('toErrorRecord', () => {
  it('keeps code, message and details, and neither cause nor stack', () => {
    const error = new LineshaftError('timeout', 'Took too long.', { cause: new Error('x'), details: { ms: 30_000 } });
    expect(toErrorRecord(error)).toEqual({ code: 'timeout', message: 'Took too long.', details: { ms: 30_000 } });
    expect(toErrorRecord(new LineshaftError('timeout', 'x'))).toEqual({ code: 'timeout', message: 'x' });
  });

  it.each([
    [new Error('boom'), 'boom'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [Symbol('s'), 'Symbol(s)'],
    [Object.create(null), 'Something was thrown that is no error.'],
  ])('takes the foreign %o as unexpected', (thrown, message) => {
    expect(toErrorRecord(thrown)).toEqual({ code: 'unexpected', message });
  });
});
