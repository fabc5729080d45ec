import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { ApiError, type Client, createClient } from './client.ts';
import { executionRoutes } from './executions.ts';
import { flowRoutes } from './flows.ts';

interface Seen {
  method: string | undefined;
  url: string | undefined;
  contentType: string | undefined;
  body: string;
}

let seen: Seen;
let answer: (response: ServerResponse, request: IncomingMessage) => void;
let server: Server;
let call: Client;

beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then(body => {
      seen = { method: request.method, url: request.url, contentType: request.headers['content-type'], body };
      answer(response, request);
    });
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  call = createClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterAll(() => void server.close());

const sends =
  (status: number, body: unknown, contentType = 'application/json'): typeof answer =>
  response => {
    response.writeHead(status, { 'content-type': contentType });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

const errorOf = async (called: Promise<unknown>): Promise<ApiError> => {
  const error = await called.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ApiError) return error;
  throw new Error('No ApiError was thrown.', { cause: error });
};

describe('createClient', () => {
  it('puts parameters into the path and the query', async () => {
    answer = sends(200, { executions: [], nextCursor: null });
    await call(executionRoutes.listExecutions, { query: { key: 'poNumber:45 & 17', limit: 5, flow: undefined } });
    expect(seen).toEqual({
      method: 'GET',
      url: '/api/executions?key=poNumber%3A45+%26+17&limit=5',
      contentType: undefined,
      body: '',
    });
    answer = sends(200, { problems: [] });
    await call(flowRoutes.checkFlow, { params: { id: 'a/b c' } });
    expect(seen.url).toBe('/api/flows/a%2Fb%20c/check');
  });

  it('sends a body as JSON, and none where none is given', async () => {
    answer = sends(200, { version: 3, publishedAt: '2026-11-23T08:00:00.000Z', unchanged: false });
    const published = await call(flowRoutes.publishFlow, { params: { id: 'orders' }, body: { note: 'Größer' } });
    expect(seen).toMatchObject({ method: 'POST', contentType: 'application/json', body: '{"note":"Größer"}' });
    expect(published.version).toBe(3);
    await call(flowRoutes.publishFlow, { params: { id: 'orders' } });
    expect(seen).toMatchObject({ contentType: undefined, body: '' });
  });

  it('throws the problem that the server answers', async () => {
    const problem = {
      type: 'urn:lineshaft:problem:flow-invalid',
      title: 'The flow has errors',
      status: 422,
      detail: 'The flow has no source.',
      code: 'flow-invalid',
      problems: [{ path: '/nodes', message: 'Add a source.', code: 'source-missing', severity: 'error' }],
    };
    answer = sends(422, problem, 'application/problem+json');
    const error = await errorOf(call(flowRoutes.publishFlow, { params: { id: 'orders' } }));
    expect(error).toMatchObject({ status: 422, code: 'flow-invalid', message: 'The flow has no source.', problem });
  });

  it.each(['<h1>Bad gateway</h1>', '{"error":1}', ''])('makes an ApiError of the foreign refusal %j', async body => {
    answer = sends(502, body, 'text/html');
    const error = await errorOf(call(flowRoutes.listFlows));
    expect(error.status).toBe(502);
    expect(error.message).toBe('The server answered 502 Bad Gateway, without saying why.');
  });

  it('says what of an answer it cannot read', async () => {
    answer = sends(200, { flows: [{ id: 3 }] });
    const error = await errorOf(call(flowRoutes.listFlows));
    expect(error.message).toMatch(
      /^List flows: the server's answer cannot be read\. "flows › entry 1 › id" must be text/,
    );
    answer = sends(200, 'OK', 'text/plain');
    expect((await errorOf(call(flowRoutes.listFlows))).message).toMatch(/The answer is missing/);
  });

  it('says that the server cannot be reached', async () => {
    const error = await errorOf(createClient('http://127.0.0.1:1')(flowRoutes.listFlows));
    expect(error).toMatchObject({ status: 0, code: 'unavailable', message: /cannot be reached/ });
    expect(error.cause).toBeInstanceOf(Error);
    answer = response => response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy());
    expect(await errorOf(call(flowRoutes.listFlows))).toMatchObject({ status: 0, code: 'unavailable' });
  });

  it('leaves an abort of the caller what it is', async () => {
    answer = sends(200, { flows: [], nextCursor: null });
    const reason = new Error('left the page');
    await expect(call(flowRoutes.listFlows, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('knows the types of each route', () => {
    const typed = {
      list: () => call(flowRoutes.listFlows),
      detail: () => call(executionRoutes.getExecution, { params: { id: 'x' }, query: { bodyLimit: 10 } }),
      // @ts-expect-error -- the parameter is missing
      bad1: () => call(flowRoutes.getFlow),
      // @ts-expect-error -- the body is missing
      bad2: () => call(executionRoutes.reprocessExecution, { params: { id: 'x' } }),
      // @ts-expect-error -- no such filter
      bad3: () => call(flowRoutes.listFlows, { query: { nme: 'x' } }),
    };
    expectTypeOf(typed.list).returns.resolves.toHaveProperty('nextCursor').toEqualTypeOf<string | null>();
    expectTypeOf(typed.detail).returns.resolves.toHaveProperty('nodeRuns').items.toHaveProperty('attempt').toBeNumber();
    expect(Object.keys(typed)).toHaveLength(5);
  });
});
