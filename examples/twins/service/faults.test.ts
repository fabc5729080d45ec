import { describe, expect, test } from 'vitest';
import { startReceiver } from '../receiver.testing.ts';
import { eventually, example, getJson, post, setFaults, startTestTwins } from '../twins.testing.ts';

const nowhere = 'http://127.0.0.1:9';

/** Posts the same order under keys of their own, one after the other; 0 stands for a connection that broke. */
async function postOrders(url: string, count: number): Promise<number[]> {
  const order = await example('purchase-order-release/expected/one-line');
  const statuses: number[] = [];
  for (let index = 0; index < count; index++) {
    const answer = post(`${url}/suppliers/acme-fasteners/orders`, order, { 'idempotency-key': `key ${index}` });
    statuses.push(await answer.then(wholeAnswer).catch(() => 0));
  }
  return statuses;
}

async function wholeAnswer(response: Response): Promise<number> {
  await response.text();
  return response.status;
}

describe('the dials of what a service answers', () => {
  test('are read as they were set, and all off at first', async () => {
    await using twins = await startTestTwins({ runtimeUrl: nowhere });
    expect(Object.values(await getJson(`${twins.erp.url}/faults`))).toEqual([0, 0, 0, 0, 0, 0, false, 0, 0]);
    await setFaults(twins.erp.url, { latencyMs: 10, silent: true });
    expect(await getJson(`${twins.erp.url}/faults`)).toMatchObject({ latencyMs: 10, silent: true, resetRate: 0 });
    expect(await getJson(`${twins.portal.url}/faults`)).toMatchObject({ latencyMs: 0, silent: false });
    const refused = await setFaults(twins.erp.url, { latency: 10 });
    expect(refused.status).toBe(422);
  });

  test('latency delays answers, and leaves the book and the dials quick', async () => {
    await using twins = await startTestTwins({ runtimeUrl: nowhere });
    await setFaults(twins.portal.url, { latencyMs: 300 });
    const start = performance.now();
    await postOrders(twins.portal.url, 1);
    expect(performance.now() - start).toBeGreaterThanOrEqual(295);
    const later = performance.now();
    await getJson(`${twins.portal.url}/book`);
    expect(performance.now() - later).toBeLessThan(250);
  });

  test('every third request is throttled with Retry-After, and is not taken', async () => {
    await using twins = await startTestTwins({ runtimeUrl: nowhere });
    await setFaults(twins.portal.url, { status429Every: 3 });
    expect(await postOrders(twins.portal.url, 6)).toEqual([201, 201, 429, 201, 201, 429]);
    const { counts } = await getJson(`${twins.portal.url}/book`);
    expect(counts.orders.accepted).toBe(4);
    expect(counts.requests).toEqual({ answered: 4, throttled: 2 });
    await setFaults(twins.portal.url, { status429Every: 1 });
    const answer = await post(`${twins.portal.url}/suppliers/acme-fasteners/orders`, {});
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  test('5xx come every nth time or by share, in the same places when the run is repeated', async () => {
    await using twins = await startTestTwins({ runtimeUrl: nowhere });
    await setFaults(twins.portal.url, { status5xxEvery: 2 });
    const statuses = await postOrders(twins.portal.url, 4);
    expect(statuses.map(status => status >= 500)).toEqual([false, true, false, true]);

    const runs = [];
    for (let run = 0; run < 2; run++) {
      await setFaults(twins.portal.url, { status5xxRate: 0.5 });
      runs.push((await postOrders(twins.portal.url, 20)).map(status => (status >= 500 ? status : 'well')));
    }
    expect(runs[0]).toEqual(runs[1]);
    expect(new Set(runs[0]).size).toBeGreaterThan(2);
  });

  test('silence takes the request and never answers, until the sender gives up', async () => {
    await using twins = await startTestTwins({ runtimeUrl: nowhere });
    await setFaults(twins.portal.url, { silent: true });
    const order = await example('purchase-order-release/expected/one-line');
    const answer = fetch(`${twins.portal.url}/suppliers/acme-fasteners/orders`, {
      method: 'POST',
      body: JSON.stringify(order),
      signal: AbortSignal.timeout(300),
    });
    await expect(answer).rejects.toThrow('timeout');
    expect((await getJson(`${twins.portal.url}/book`)).counts.orders.accepted).toBe(0);
    await setFaults(twins.portal.url, {});
    expect(await postOrders(twins.portal.url, 1)).toEqual([201]);
  });

  test('a silent service can be closed', async () => {
    const twins = await startTestTwins({ runtimeUrl: nowhere });
    await setFaults(twins.portal.url, { silent: true });
    const statuses = postOrders(twins.portal.url, 1);
    await eventually(async () =>
      expect((await getJson(`${twins.portal.url}/book`)).counts.requests).toEqual({ silent: 1 }),
    );
    await twins.close();
    expect(await statuses).toEqual([0]);
  });

  test('resets break the connection before the work, after it or in the middle of the answer', async () => {
    await using twins = await startTestTwins({ runtimeUrl: nowhere });
    await setFaults(twins.portal.url, { resetRate: 1 });
    expect(await postOrders(twins.portal.url, 20)).toEqual(Array.from({ length: 20 }, () => 0));
    const { counts } = await getJson(`${twins.portal.url}/book`);
    const { requests } = counts;
    expect(Object.keys(requests).toSorted()).toEqual(['reset-after-work', 'reset-before-work', 'reset-mid-answer']);
    expect(counts.orders.accepted).toBe(requests['reset-after-work'] + requests['reset-mid-answer']);
    await setFaults(twins.portal.url, {});
    const again = await postOrders(twins.portal.url, 20);
    expect(again.filter(status => status === 200)).toHaveLength(counts.orders.accepted);
  });
});

describe("the dials of a service's own documents", () => {
  test('duplicates are sent twice under the same key', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    await setFaults(twins.erp.url, { duplicateRate: 1 });
    for (let order = 0; order < 5; order++) await fetch(`${twins.erp.url}/release`, { method: 'POST' });
    await eventually(async () =>
      expect((await getJson(`${twins.erp.url}/book`)).counts.sent).toMatchObject({ accepted: 5, sentTwice: 5 }),
    );
    const keys = runtime.received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(10);
    expect(new Set(keys).size).toBe(5);
    expect(runtime.received.map(({ status }) => status).filter(status => status === 200)).toHaveLength(5);
  });

  test('some documents are overtaken by later ones, and all arrive', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    await setFaults(twins.erp.url, { reorder: 0.4 });
    for (let order = 0; order < 20; order++) {
      await fetch(`${twins.erp.url}/release`, { method: 'POST' });
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    await eventually(() => expect(runtime.accepted()).toHaveLength(20));
    const numbers = runtime.accepted().map(({ body }) => Number(body.documentId));
    expect(numbers).not.toEqual(numbers.toSorted((one, two) => one - two));
    expect((await getJson(`${twins.erp.url}/book`)).counts.sent.heldBack).toBeGreaterThan(2);
  });
});
