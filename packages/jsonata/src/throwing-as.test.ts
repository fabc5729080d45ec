import { describe, expect, test } from 'vitest';
import { compile } from './expression.ts';
import type { ExpressionError } from './expression-error.ts';
import { compileTemplate } from './template.ts';
import { throwingAs } from './throwing-as.ts';

const asRangeError = ({ kind, column }: ExpressionError) => new RangeError(`${kind} at ${column}`);

describe('expressions with errors of the caller', () => {
  test('throw them when they are read, and when they are evaluated', () => {
    expect(() => throwingAs(asRangeError, () => compile('a +'))).toThrow(new RangeError('invalid at 4'));
    const sum = throwingAs(asRangeError, () => compile('a + b'));
    expect(() => sum.evaluate({ a: 'x', b: 1 })).toThrow(new RangeError('failed at 3'));
  });

  test('are else what they were', () => {
    const sum = throwingAs(asRangeError, () => compile('a + $b'));
    expect(sum.text).toBe('a + $b');
    expect(sum.evaluate({ a: 1 }, { bindings: { b: 2 } })).toBe(3);
    const greeting = throwingAs(asRangeError, () => compileTemplate('Hello {{ name }}'));
    expect(greeting).toMatchObject({ text: 'Hello {{ name }}', fixed: false });
    expect(greeting.evaluate({ name: 'you' })).toBe('Hello you');
    expect(() => greeting.evaluate({})).toThrow(new RangeError('failed at 10'));
  });

  test('leave other errors alone', () => {
    const sum = throwingAs(asRangeError, () => compile('a'));
    expect(() => sum.evaluate({}, { bindings: { b: () => 1 } })).toThrow(TypeError);
  });
});
