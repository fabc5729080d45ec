import { describe, expect, it } from 'vitest';
import { traceparentOf } from './trace-context.ts';

const executionId = '019a0b1c-2d3e-7f40-8123-456789abcdef';
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the trace context of a node run', () => {
  it('goes on with the trace that the sender named, under a span of its own', () => {
    expect(traceparentOf({ traceparent: `00-${trace}-00f067aa0ba902b7-00` }, executionId, 2, 1)).toBe(
      `00-${trace}-89abcdef00020001-00`,
    );
  });

  it.each([
    ['no header', {}],
    ['an empty one', { traceparent: '' }],
    ['one that is none', { traceparent: 'hello' }],
    ['one that is too short', { traceparent: `00-${trace}-00f067aa-01` }],
    ['a trace of zeros', { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` }],
    ['a span of zeros', { traceparent: `00-${trace}-${'0'.repeat(16)}-01` }],
    ['the version that is forbidden', { traceparent: `ff-${trace}-00f067aa0ba902b7-01` }],
    ['a tail that its version does not have', { traceparent: `00-${trace}-00f067aa0ba902b7-01-x` }],
  ])('is named after the execution with %s', (_, headers) => {
    expect(traceparentOf(headers, executionId, 1, 1)).toBe('00-019a0b1c2d3e7f408123456789abcdef-89abcdef00010001-01');
  });

  it('takes a later version of the header for what it shares with this one', () => {
    expect(traceparentOf({ traceparent: `01-${trace}-00f067aa0ba902b7-01-more` }, executionId, 1, 1)).toContain(trace);
  });

  it('gives every run and attempt its own span, and the same one each time', () => {
    const spanOf = (run: number, attempt: number) => traceparentOf({}, executionId, run, attempt).split('-')[2];
    const spans = [spanOf(1, 1), spanOf(1, 2), spanOf(2, 1)];
    expect(new Set(spans).size).toBe(3);
    expect(spanOf(1, 1)).toBe(spans[0]);
    expect(spanOf(70_000, 70_000)).toMatch(/^[0-9a-f]{16}$/);
  });
});
