import type { LayoutTask } from '../commands/lay-out.ts';
import type { Position } from '../draft-flow.ts';

/** Places for all boxes, worked out beside the page. Rejects when the worker fails. */
export function layOutInWorker(task: LayoutTask): Promise<Map<string, Position>> {
  const worker = new Worker(new URL('./lay-out-worker.ts', import.meta.url), { type: 'module' });
  const { promise, resolve, reject } = Promise.withResolvers<Map<string, Position>>();
  worker.addEventListener('message', ({ data }: MessageEvent<Map<string, Position>>) => resolve(data));
  worker.addEventListener('error', event => reject(new Error(event.message, { cause: event })));
  worker.postMessage(task);
  return promise.finally(() => worker.terminate());
}
