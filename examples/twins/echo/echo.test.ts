import { expect, test } from 'vitest';
import { getJson, post, startTestTwins } from '../twins.testing.ts';

test('keeps any document at any path, each once, and answers with what it got', async () => {
  await using twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9' });
  const { url } = twins.echo;
  const first = await post(`${url}/anything`, { number: '4500017' }, { 'idempotency-key': 'a' });
  const answer = { number: 1, method: 'POST', path: '/anything', contentType: 'application/json' };
  expect(first.status).toBe(201);
  expect(await first.json()).toEqual({ ...answer, body: { number: '4500017' } });
  const again = await post(`${url}/anything`, { number: '4500017' }, { 'idempotency-key': 'a' });
  expect(again.status).toBe(200);

  const text = await fetch(`${url}/notes/today`, { method: 'PUT', body: 'no JSON' });
  expect(await text.json()).toMatchObject({ number: 2, method: 'PUT', path: '/notes/today', body: 'no JSON' });
  expect(await getJson(`${url}/book`)).toMatchObject({
    counts: { documents: { accepted: 2, cameAgainWithSameKey: 1 } },
    documents: [{ body: { number: '4500017' } }, { body: 'no JSON' }],
  });
});

test('fails as its dials say', async () => {
  await using twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9' });
  const dials = JSON.stringify({ status5xxRate: 1 });
  await fetch(`${twins.echo.url}/faults`, { method: 'PUT', body: dials });
  expect((await post(`${twins.echo.url}/anything`, {})).status).toBeGreaterThanOrEqual(500);
});
