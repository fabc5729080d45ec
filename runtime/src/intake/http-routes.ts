import { type HttpRequest, type HttpRoute, LineshaftError, type Reply, TerminalError } from '@lineshaft/flow';
import type { Context, Hono } from 'hono';
import { type Admission, partnerOf, type Room } from './admission.ts';
import { readBody } from './read-body.ts';

/** What is served below `/in/`: endpoints that sources open and close while the runtime runs. */
export class HttpRoutes {
  readonly #routes = new Map<string, { route: HttpRoute; owner: string }>();
  readonly #admission: Admission;
  #stopping = false;

  constructor(admission: Admission) {
    this.#admission = admission;
  }

  /** @throws Error when another source has one of the endpoints already */
  open(route: HttpRoute, owner: string): () => void {
    const keys = route.methods.map(method => `${method} ${route.path}`);
    for (const key of keys) {
      const taken = this.#routes.get(key);
      if (taken)
        throw new Error(
          `${key.replace(' ', ' /in/')} is served by flow "${taken.owner}" already. Give this flow another path.`,
        );
    }
    for (const key of keys) this.#routes.set(key, { route, owner });
    return () => {
      for (const key of keys) this.#routes.delete(key);
    };
  }

  /** The runtime stops: from now on senders are told to come back. */
  stop(): void {
    this.#stopping = true;
  }

  mount(app: Hono): void {
    app.all('/in/*', context => this.#handle(context));
  }

  async #handle(context: Context): Promise<Response> {
    if (this.#stopping)
      throw new LineshaftError('unavailable', 'The runtime is stopping. Send the message again shortly.');
    const path = context.req.path.slice('/in/'.length);
    const found = this.#routes.get(`${context.req.method} ${path}`);
    if (!found) throw this.#notServed(context.req.method, path);
    const { route, owner } = found;
    // Before anything of the message is read.
    this.#admission.check(owner, partnerOf(context.req.header('x-partner-id')));
    const room = this.#admission.enter(owner);
    try {
      return toResponse(await route.handle(toHttpRequest(context, room)));
    } finally {
      room.leave();
    }
  }

  #notServed(method: string, path: string): TerminalError {
    const methods = [...this.#routes.keys()]
      .filter(key => key.endsWith(` ${path}`))
      .map(key => key.split(' ', 1)[0] ?? '');
    if (methods.length > 0) {
      const allow = methods.join(', ');
      return new TerminalError('method-not-allowed', `/in/${path} takes ${allow}, not ${method}.`, {
        details: { allow },
      });
    }
    return new TerminalError(
      'path-unknown',
      `Nothing is served at /in/${path}. Publish and enable a flow whose webhook has this path, or correct the path.`,
    );
  }
}

function toHttpRequest(context: Context, room: Room): HttpRequest {
  const { raw } = context.req;
  return {
    method: context.req.method,
    headers: context.req.header(),
    body: limitBytes => readBody(raw, limitBytes, room),
  };
}

function toResponse(reply: Reply): Response {
  // Bodiless statuses refuse even an empty body.
  const body = [101, 204, 205, 304].includes(reply.status) ? null : Buffer.from(reply.body);
  return new Response(body, {
    status: reply.status,
    headers: { ...reply.headers, ...(reply.contentType ? { 'content-type': reply.contentType } : {}) },
  });
}
