import type { ConnectionTestProgress, ConnectionTestStep } from '@lineshaft/api';
import {
  type AnyConnectionImplementation,
  type ConnectionSettings,
  type ErrorRecord,
  LineshaftError,
  toErrorRecord,
} from '@lineshaft/flow';

export interface ConnectionTest {
  passed: boolean;
  /** The one that failed, if any, is the last. */
  steps: ConnectionTestStep[];
}

export interface TestOptions {
  timeoutMs: number;
  signal: AbortSignal;
  /** Hears of each step when it begins and when it has passed; of the end the result tells. */
  onProgress?: ((steps: ConnectionTestProgress['steps']) => void) | undefined;
}

/** Goes through the handshake with a connection's system; never throws. */
export async function testConnection(
  implementation: AnyConnectionImplementation,
  settings: ConnectionSettings<never>,
  { timeoutMs, signal, onProgress }: TestOptions,
): Promise<ConnectionTest> {
  const steps: ConnectionTestStep[] = [];
  const controller = new AbortController();
  const ended = Promise.withResolvers<never>();
  const end = (reason: LineshaftError) => {
    controller.abort(reason);
    ended.reject(reason);
  };
  const onStop = () => end(new LineshaftError('cancelled', 'The runtime stops.'));
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) onStop();
  const timer = setTimeout(
    () => end(new LineshaftError('timeout', `No answer within ${timeoutMs / 1000} s.`)),
    timeoutMs,
  );
  let current = { title: 'Begin', startedAt: performance.now() };
  const step = async <Result>(title: string, work: () => Promise<Result>): Promise<Result> => {
    current = { title, startedAt: performance.now() };
    onProgress?.([...steps, { title, state: 'running', durationMs: 0 }]);
    const result = await work();
    steps.push({ title, state: 'passed', durationMs: since(current.startedAt) });
    onProgress?.([...steps]);
    current = { title: 'Go on', startedAt: performance.now() };
    return result;
  };
  try {
    await Promise.race([implementation.test(settings, step, controller.signal), ended.promise]);
    return { passed: true, steps };
  } catch (thrown) {
    const { title, startedAt } = current;
    return { passed: false, steps: [...steps, failedStep(title, since(startedAt), toErrorRecord(thrown))] };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onStop);
  }
}

/** A test that could not even begin. */
export function failedTest(thrown: unknown): ConnectionTest {
  return { passed: false, steps: [failedStep('Read the settings', 0, toErrorRecord(thrown))] };
}

function failedStep(title: string, durationMs: number, { code, message }: ErrorRecord): ConnectionTestStep {
  return { title, state: 'failed', durationMs, error: { code, message } };
}

const since = (startedAt: number) => Math.round((performance.now() - startedAt) * 10) / 10;
