import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLiveEvaluator, type LiveQuestion, type LiveResult, type LiveWorker } from './live-evaluator.ts';

const input = { from: 'sample', body: { a: 1 }, headers: { h: 'x' }, contentType: 'application/json' } as const;

/** A worker that answers when it is told to. */
function workers() {
  const started: { questions: LiveQuestion[]; isEnded: boolean; say: (number: number, result: LiveResult) => void }[] =
    [];
  const start = () => {
    const target = new EventTarget();
    const worker = {
      questions: [] as LiveQuestion[],
      isEnded: false,
      say: (number: number, result: LiveResult) =>
        target.dispatchEvent(new MessageEvent('message', { data: { number, result } })),
      postMessage: (question: LiveQuestion) => worker.questions.push(question),
      terminate: () => (worker.isEnded = true),
      addEventListener: target.addEventListener.bind(target),
    };
    started.push(worker);
    return worker as unknown as LiveWorker;
  };
  return { started, start };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('sends the input once, and answers what was asked last', () => {
  const { started, start } = workers();
  const evaluator = createLiveEvaluator(input, start);
  const results: LiveResult[] = [];
  evaluator.evaluate('a', result => results.push(result));
  evaluator.evaluate('a + 1', result => results.push(result));
  const [worker] = started;
  expect(worker?.questions).toMatchObject([
    { number: 1, text: 'a', given: { input: { a: 1 }, bindings: { headers: { h: 'x' } } } },
    { number: 2, text: 'a + 1' },
  ]);
  expect(worker?.questions[1]?.given).toBeUndefined();
  worker?.say(1, { kind: 'value', value: 1 });
  worker?.say(2, { kind: 'value', value: 2 });
  expect(results).toEqual([{ kind: 'value', value: 2 }]);
});

it('gives up what does not come to its end, and goes on with another worker', () => {
  const { started, start } = workers();
  const evaluator = createLiveEvaluator(input, start);
  const results: LiveResult[] = [];
  evaluator.evaluate('forever', result => results.push(result));
  vi.advanceTimersByTime(2000);
  expect(results).toMatchObject([{ kind: 'error' }]);
  expect(started[0]?.isEnded).toBe(true);
  evaluator.evaluate('a', result => results.push(result));
  expect(started[1]?.questions).toMatchObject([{ number: 2, given: { input: { a: 1 } } }]);
  started[1]?.say(2, { kind: 'nothing' });
  expect(results.at(-1)).toEqual({ kind: 'nothing' });
  vi.advanceTimersByTime(5000);
  expect(results).toHaveLength(2);
});
