import type { KnownInput } from './known-input.ts';
import { messages } from './messages.ts';

/** What an expression gives for the input that is known. */
export type LiveResult = { kind: 'value'; value: unknown } | { kind: 'nothing' } | { kind: 'error'; message: string };

/** To the worker. `given` comes with the first one, and whenever it is another. */
export interface LiveQuestion {
  number: number;
  text: string;
  given?: { input: unknown; bindings: Record<string, unknown> };
}

/** From the worker. */
export interface LiveAnswer {
  number: number;
  result: LiveResult;
}

export interface LiveEvaluator {
  /** What is asked later is answered alone: `onResult` is not called for what was asked before. */
  evaluate(text: string, onResult: (result: LiveResult) => void): void;
  end(): void;
}

/** The part of a Worker that is used. */
export type LiveWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/** Beyond this the worker is taken for stuck: its own limit is less. */
const patienceMs = 2000;

/** Evaluates expressions on one input, beside the page; one that does not come to its end is given up. */
export function createLiveEvaluator(
  { body, headers, contentType }: KnownInput,
  start: () => LiveWorker = startWorker,
): LiveEvaluator {
  // What only a run has stands for itself.
  const bindings = { headers, contentType, messageId: 'message-id', correlationId: 'correlation-id' };
  let worker: LiveWorker | undefined;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let answer: (result: LiveResult) => void = () => {};

  const end = () => {
    clearTimeout(timer);
    worker?.terminate();
    worker = undefined;
  };
  const giveUp = (message: string) => {
    end();
    answer({ kind: 'error', message });
  };
  const begin = () => {
    const started = start();
    started.addEventListener('message', event => {
      const { number, result } = (event as MessageEvent<LiveAnswer>).data;
      if (number !== asked || worker !== started) return;
      clearTimeout(timer);
      answer(result);
    });
    started.addEventListener('error', event => {
      if (worker === started) giveUp((event as ErrorEvent).message);
    });
    return started;
  };
  return {
    evaluate(text, onResult) {
      clearTimeout(timer);
      answer = onResult;
      const number = ++asked;
      const isNew = worker === undefined;
      worker ??= begin();
      worker.postMessage({
        number,
        text,
        ...(isNew ? { given: { input: body, bindings } } : {}),
      } satisfies LiveQuestion);
      timer = setTimeout(() => giveUp(messages.result.tooLong), patienceMs);
    },
    end,
  };
}

function startWorker(): LiveWorker {
  return new Worker(new URL('./live-result.worker.ts', import.meta.url), { type: 'module' });
}
