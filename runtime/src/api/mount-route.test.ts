import { type ProblemDetails, problemDetailsSchema, route } from '@lineshaft/api';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mountRoute } from './mount-route.ts';
import { HttpProblem, notFound, onError } from './problem-details.ts';

const updateBox = route({
  method: 'put',
  path: '/boxes/{id}',
  summary: 'Change a box',
  permission: 'flow.edit',
  params: z.object({ id: z.coerce.number<number>().int().min(1) }),
  query: z.strictObject({ dryRun: z.enum(['yes', 'no']).default('no'), limit: z.coerce.number<number>().optional() }),
  body: z.strictObject({ name: z.string().min(1).max(20), tags: z.array(z.string()).default([]) }),
  bodyLimitBytes: 200,
  response: z.object({ id: z.int(), name: z.string(), tags: z.array(z.string()), dryRun: z.string() }),
  status: 202,
});

const noteBox = route({
  method: 'post',
  path: '/boxes/{id}/note',
  summary: 'Note something',
  permission: 'flow.edit',
  params: z.object({ id: z.string() }),
  body: z.strictObject({ note: z.string().optional() }).prefault({}),
  response: z.object({ id: z.string(), note: z.string() }),
});

const readBox = route({
  method: 'get',
  path: '/boxes/{id}',
  summary: 'Read a box',
  permission: 'flow.read',
  params: z.object({ id: z.string() }),
  response: z.object({ id: z.string() }),
});

const logged: { err?: unknown }[] = [];
const app = new Hono();
app.onError(onError({ error: fields => logged.push(fields) }));
app.notFound(notFound);

mountRoute(app, updateBox, ({ params, query, body }) => {
  if (params.id === 404) throw new HttpProblem('not-found', 'There is no box 404.');
  return { id: params.id, name: body.name, tags: body.tags, dryRun: query.dryRun };
});
mountRoute(app, noteBox, async ({ params, body, context }) => ({
  id: params.id,
  note: body.note ?? context.req.header('x-note') ?? 'none',
}));
mountRoute(app, readBox, ({ params }) => ({ id: (params.id === 'wrong' ? 3 : params.id) as string }));

const json = { 'content-type': 'application/json' };
const put = (body: BodyInit | undefined, path = '/boxes/7', headers: Record<string, string> = json) =>
  app.request(path, { method: 'PUT', headers, ...(body === undefined ? {} : { body }) });
type BodyInit = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

async function problemIn(response: Response | Promise<Response>): Promise<ProblemDetails> {
  const refused = await response;
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  const problem = problemDetailsSchema.parse(await refused.json());
  expect(problem.status).toBe(refused.status);
  return problem;
}

describe('mountRoute', () => {
  it('gives the handler checked and converted parts, and answers JSON with the status of the route', async () => {
    const response = await put('{"name":"Größe"}', '/boxes/7?dryRun=yes');
    expect(response.status).toBe(202);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ id: 7, name: 'Größe', tags: [], dryRun: 'yes' });
  });

  it('decodes parameters of the path', async () => {
    expect(await (await app.request('/boxes/a%2Fb%20c')).json()).toEqual({ id: 'a/b c' });
  });

  it('takes +json types, and a body in pieces without a length', async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of ['{"na', 'me":', '"x"}']) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    });
    const request = new Request('http://localhost/boxes/7', {
      method: 'PUT',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/merge-patch+json; charset=utf-8' },
    });
    expect((await app.request(request)).status).toBe(202);
  });

  it('lets a body be left out when the contract does', async () => {
    const response = await app.request('/boxes/7/note', { method: 'POST', headers: { 'x-note': 'from a header' } });
    expect(await response.json()).toEqual({ id: '7', note: 'from a header' });
    expect(await problemIn(put(undefined, '/boxes/7', {}))).toMatchObject({
      status: 400,
      problems: [{ in: 'body', path: '', message: 'The body is missing.' }],
    });
  });

  it('names every field of the body that does not fit', async () => {
    const problem = await problemIn(put('{"name":"","tags":["a",2],"nmae":"x"}'));
    expect(problem).toMatchObject({ status: 400, code: 'request-invalid' });
    expect(problem.problems).toEqual([
      { in: 'body', path: '/name', message: '"name" must not be empty.' },
      { in: 'body', path: '/tags/1', message: '"tags › entry 2" must be text, but is a number.' },
      { in: 'body', path: '/nmae', message: '"nmae" is not a field that is known here. Did you mean "name"?' },
    ]);
    expect(problem.detail).toBe(problem.problems?.map(fault => fault.message).join(' '));
  });

  it.each([
    ['/boxes/7?dryRun=perhaps', 'query', '/dryRun', '"dryRun" must be "yes" or "no".'],
    ['/boxes/7?limit=many', 'query', '/limit', '"limit" must be a number.'],
    ['/boxes/7?limt=3', 'query', '/limt', '"limt" is not a field that is known here. Did you mean "limit"?'],
    ['/boxes/7?limit=1&limit=2', 'query', '/limit', '"limit" is given more than once.'],
    ['/boxes/seven', 'path', '/id', '"id" must be a number.'],
    ['/boxes/0', 'path', '/id', '"id" must be at least 1.'],
  ])('refuses %s', async (path, place, pointer, message) => {
    const problem = await problemIn(put('{"name":"x"}', path));
    expect(problem).toMatchObject({ status: 400, problems: [{ in: place, path: pointer, message }] });
  });

  it('says where a body stops being JSON, and does not quote it', async () => {
    const problem = await problemIn(put('{\n "name": secret }'));
    expect(problem).toMatchObject({ status: 400, code: 'body-malformed' });
    expect(problem.detail).toBe('The body is not valid JSON at line 2, column 10: unexpected text.');
    expect(await problemIn(put(new Uint8Array([0xff, 0xfe])))).toMatchObject({ code: 'body-malformed' });
    expect(await problemIn(put('['.repeat(100) + ']'.repeat(100)))).toMatchObject({
      code: 'body-malformed',
      detail: 'The body is nested deeper than 64 levels.',
    });
  });

  it.each([[{}], [{ 'content-type': 'text/plain' }], [{ 'content-type': 'application/x-www-form-urlencoded' }]])(
    'refuses a body of type %j',
    async headers => {
      const response = await put(new TextEncoder().encode('{"name":"x"}'), '/boxes/7', headers);
      expect(response.headers.get('accept')).toBe('application/json');
      const problem = await problemIn(response);
      expect(problem).toMatchObject({ status: 415, code: 'content-type-unsupported' });
      expect(problem.detail).toMatch(/Send JSON as application\/json\.$/);
    },
  );

  it('refuses a body over the limit of the route, whether or not it declares its length', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(300) });
    const declared = { ...json, 'content-length': String(large.length) };
    for (const headers of [json, declared]) {
      const problem = await problemIn(put(large, '/boxes/7', headers));
      expect(problem).toMatchObject({ status: 413, code: 'body-too-large' });
      expect(problem.detail).toBe('The body is larger than the 200 bytes that are taken here.');
    }
    const notes = { method: 'POST', headers: json };
    const note = (size: number) => JSON.stringify({ note: 'x'.repeat(size) });
    expect((await app.request('/boxes/7/note', { ...notes, body: note(1_000_000) })).status).toBe(200);
    expect((await app.request('/boxes/7/note', { ...notes, body: note(1_048_577) })).status).toBe(413);
  });

  it('stops reading a body without end', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(100));
      },
    });
    const request = new Request('http://localhost/boxes/7', {
      method: 'PUT',
      body: endless,
      duplex: 'half',
      headers: json,
    });
    expect((await app.request(request)).status).toBe(413);
    expect(pulled).toBeLessThan(10);
  });

  it('answers what the handler refuses', async () => {
    const problem = await problemIn(put('{"name":"x"}', '/boxes/404'));
    expect(problem).toMatchObject({ status: 404, code: 'not-found', detail: 'There is no box 404.' });
  });

  it('fails an answer that breaks the contract, and logs how', async () => {
    const problem = await problemIn(app.request('/boxes/wrong'));
    expect(problem.status).toBe(500);
    expect(String(logged.at(-1)?.err)).toMatch(
      /GET \/boxes\/\{id\} does not answer .* "id" must be text, but is a number/,
    );
  });

  it('does not check answers when it is told not to', async () => {
    const quick = new Hono();
    mountRoute(quick, readBox, () => ({ id: 3 as unknown as string }), { checkAnswers: false });
    expect(await (await quick.request('/boxes/7')).json()).toEqual({ id: 3 });
  });
});
