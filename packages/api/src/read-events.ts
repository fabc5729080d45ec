import { beginAnswer, type ClientRequest, unreachable } from './client.ts';
import type { EventRoute } from './follow-events.ts';
import type { RouteResult } from './route.ts';

/**
 * Sends a request whose answer comes as events, and resolves when the last one has come. Unlike `followEvents` it takes any
 * method, and what is cut off is an error and not begun anew.
 * @throws ApiError
 * @example
 * await readEvents('', connectionRoutes.followConnectionTest, { params: { id: 'erp' } }, show);
 */
export async function readEvents<R extends EventRoute>(
  baseUrl: string,
  route: R,
  request: ClientRequest<R>,
  onValue: (value: RouteResult<R>) => void,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<void> {
  const untyped = request as Parameters<typeof beginAnswer>[3];
  const response = await beginAnswer(fetch, baseUrl, route, { ...untyped, headers: { accept: 'text/event-stream' } });
  const reader = response.body?.pipeThrough(new TextDecoderStream() as never).getReader();
  let text = '';
  for (;;) {
    const piece = (await reader?.read().catch((cause: unknown) => {
      throw untyped.signal?.aborted === true ? cause : unreachable(cause);
    })) as { done: boolean; value?: string } | undefined;
    if (piece === undefined || piece.done) return;
    const events = (text + (piece.value ?? '')).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) if (event.startsWith('data: ')) onValue(read(route, event.slice('data: '.length)));
  }
}

function read<R extends EventRoute>(route: R, data: string): RouteResult<R> {
  return route.response.parse(JSON.parse(data)) as RouteResult<R>;
}
