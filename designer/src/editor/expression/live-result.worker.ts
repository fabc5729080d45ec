import { compile, ExpressionError } from '@lineshaft/jsonata';
import type { LiveAnswer, LiveQuestion } from './live-evaluator.ts';

/** Less than a run may take: whoever writes is waiting. */
const guards = { timeoutMs: 500 };

let input: unknown;
let bindings: Record<string, unknown> = {};

// Beside the page: an expression that takes its time must not keep anybody from writing on.
self.addEventListener('message', ({ data }: MessageEvent<LiveQuestion>) => {
  if (data.given) ({ input, bindings } = data.given);
  self.postMessage({ number: data.number, result: evaluate(data.text) } satisfies LiveAnswer);
});

function evaluate(text: string): LiveAnswer['result'] {
  try {
    const value = compile(text, guards).evaluate(input, { bindings, seed: 'live' });
    return value === undefined ? { kind: 'nothing' } : { kind: 'value', value };
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return { kind: 'error', message: thrown.message };
    throw thrown;
  }
}
