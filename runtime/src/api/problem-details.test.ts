import { problemDetailsSchema, problemKinds } from '@lineshaft/api';
import { errorCodes, LineshaftError, RetryAfterError, TerminalError } from '@lineshaft/flow';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { HttpProblem, notFound, onError, problemOf } from './problem-details.ts';

describe('problemOf', () => {
  it.each([
    ['body-malformed', 400],
    ['body-too-large', 413],
    ['content-type-unsupported', 415],
    ['path-unknown', 404],
    ['method-not-allowed', 405],
    ['config-invalid', 422],
    ['overloaded', 429],
    ['target-unreachable', 502],
    ['unavailable', 503],
    ['timeout', 504],
  ] as const)('answers the error code %s with %i', (code, status) => {
    expect(problemOf(new LineshaftError(code, 'What, where, what to do.'))).toMatchObject({
      status,
      body: { type: `urn:lineshaft:problem:${code}`, status, code, detail: 'What, where, what to do.' },
    });
  });

  it('has a contract for every error code', () => {
    for (const code of errorCodes) {
      const { status, body } = problemOf(new TerminalError(code, 'x'));
      expect(status).toBe(problemKinds[code].status);
      expect(problemDetailsSchema.parse(body)).toEqual(body);
    }
  });

  it('says when to come back, in whole seconds', () => {
    expect(problemOf(new RetryAfterError('overloaded', 'Busy.', 2100)).headers).toEqual({ 'retry-after': '3' });
    expect(problemOf(new LineshaftError('overloaded', 'Busy.')).headers).toEqual({ 'retry-after': '1' });
    expect(problemOf(new LineshaftError('timeout', 'Late.')).headers).toEqual({});
  });

  it.each([
    ['method-not-allowed', { allow: 'POST, PUT' }],
    ['content-type-unsupported', { accept: 'application/json, text/*' }],
  ] as const)('says by a header what is served instead, with %s', (code, details) => {
    expect(problemOf(new TerminalError(code, 'Not that.', { details })).headers).toEqual(details);
    expect(problemOf(new TerminalError(code, 'Not that.')).headers).toEqual({});
    expect(problemOf(new TerminalError('body-malformed', 'Not that.', { details })).headers).toEqual({});
  });

  it('lists the faults that a handler names', () => {
    const problems = [{ path: '/nodes', message: 'Add a source.', code: 'source-missing', severity: 'error' }] as const;
    const { status, body } = problemOf(new HttpProblem('flow-invalid', 'The draft has errors.', problems));
    expect(status).toBe(422);
    expect(body.problems).toEqual(problems);
    expect(problemOf(new HttpProblem('not-found', 'No such flow.')).body).not.toHaveProperty('problems');
  });

  it.each([
    [new Error('password=hunter2')],
    [new LineshaftError('unexpected', 'password=hunter2')],
    ['password=hunter2'],
    [undefined],
  ])('tells nothing of the unexpected %o but an instance', thrown => {
    const { status, body } = problemOf(thrown);
    expect(status).toBe(500);
    expect(body.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(JSON.stringify(body)).not.toMatch(/hunter2|stack/);
  });
});

describe('a server with these handlers', () => {
  const logged: { fields: Record<string, unknown>; message: string }[] = [];
  const app = new Hono();
  app.onError(onError({ error: (fields, message) => logged.push({ fields: { ...fields }, message }) }));
  app.notFound(notFound);
  app.get('/refused', () => {
    throw new TerminalError('method-not-allowed', 'Only POST.', { details: { allow: 'POST' } });
  });
  const failure = new Error('socket /run/secret went away');
  app.get('/failed', () => {
    throw failure;
  });

  it('answers problem details, and the headers that go with them', async () => {
    const response = await app.request('/refused');
    expect(response.status).toBe(405);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('allow')).toBe('POST');
    expect(problemDetailsSchema.parse(await response.json()).code).toBe('method-not-allowed');
    expect(logged).toEqual([]);
  });

  it('logs what nobody expected, under the instance that the sender is told', async () => {
    const response = await app.request('/failed?token=1');
    const { instance, detail } = problemDetailsSchema.parse(await response.json());
    expect(response.status).toBe(500);
    expect(detail).not.toContain('secret');
    expect(logged).toEqual([
      { fields: { err: failure, instance, method: 'GET', path: '/failed' }, message: 'A request failed.' },
    ]);
  });

  it('says where to look when nothing is served at a path', async () => {
    const response = await app.request('/api/flow', { method: 'PUT' });
    expect(response.status).toBe(404);
    const { code, detail } = problemDetailsSchema.parse(await response.json());
    expect(code).toBe('path-unknown');
    expect(detail).toBe('Nothing is served at PUT /api/flow. GET /api/openapi.json lists what is.');
  });
});
