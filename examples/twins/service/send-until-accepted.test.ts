import { describe, expect, test } from 'vitest';
import { createLog } from './log.ts';
import { createOutbox } from './outbox.ts';
import { noFaults } from './fault-dials.ts';
import { startReceiver } from '../receiver.testing.ts';
import { eventually, getJson, startTestTwins } from '../twins.testing.ts';

describe('a document is sent until it is accepted', () => {
  test('through broken connections, overload, errors and refusals', async () => {
    await using runtime = await startReceiver();
    runtime.answerFirst('cut', 503, 429, 404, 422, 500);
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    await fetch(`${twins.erp.url}/release`, { method: 'POST' });
    await eventually(() => expect(runtime.accepted()).toHaveLength(1));
    expect(runtime.received.map(({ status }) => status)).toEqual([undefined, 503, 429, 404, 422, 500, 202]);
    expect(new Set(runtime.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    await eventually(async () =>
      expect(await getJson(`${twins.erp.url}/purchase-orders/4500001`)).toMatchObject({
        state: 'sent',
        release: { acceptance: { attempts: 7 } },
      }),
    );
  });

  test('by a receiver that is started later', async () => {
    const port = await freePort();
    await using twins = await startTestTwins({ runtimeUrl: `http://127.0.0.1:${port}` });
    await fetch(`${twins.erp.url}/release`, { method: 'POST' });
    await eventually(async () =>
      expect((await getJson(`${twins.erp.url}/book`)).counts.sent.refusals).toBeGreaterThan(2),
    );
    await using runtime = await startReceiver(port);
    await eventually(() => expect(runtime.accepted()).toHaveLength(1));
  });

  test('by a receiver that takes the document, breaks off, and knows it the second time', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    runtime.answerFirst('cut', 200);
    await fetch(`${twins.erp.url}/release`, { method: 'POST' });
    await eventually(async () =>
      expect((await getJson(`${twins.erp.url}/book`)).orders).toMatchObject([{ poNumber: '4500001', state: 'sent' }]),
    );
    expect(runtime.received).toHaveLength(2);
  });
});

test('a person hears once of a receiver that does not accept, and once when it does again', async () => {
  await using runtime = await startReceiver();
  runtime.answerFirst(...Array.from({ length: 12 }, () => 503));
  const troubles: string[] = [];
  const outbox = createOutbox({
    service: 'erp',
    seed: 1,
    dials: () => noFaults,
    closing: new AbortController().signal,
    log: { ...createLog(false), trouble: text => troubles.push(text) },
    patience: { delayMs: 1, maxDelayMs: 5 },
  });
  await outbox.send({ url: runtime.url, headers: { 'idempotency-key': 'a' }, body: '{}' });
  expect(troubles).toEqual([
    expect.stringContaining('does not accept a document, and it will be sent again: it answered 503'),
    expect.stringContaining('accepts documents again.'),
  ]);
});

async function freePort(): Promise<number> {
  await using receiver = await startReceiver();
  return Number(new URL(receiver.url).port);
}
