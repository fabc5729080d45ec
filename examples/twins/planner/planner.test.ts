import { expect, test } from 'vitest';
import { getJson, post, startTestTwins } from '../twins.testing.ts';

test('keeps notices by kind, each once, and refuses what nobody would understand', async () => {
  await using twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9' });
  const url = `${twins.planner.url}/notices`;
  const notice = { kind: 'stock-difference', documentId: 'DE01', text: 'Seven screws are missing.' };
  for (const key of ['a', 'a']) await post(url, notice, { 'idempotency-key': key });
  expect((await post(url, { ...notice, kind: 'gossip' })).status).toBe(422);
  expect(await getJson(`${twins.planner.url}/book`)).toMatchObject({
    counts: { notices: { accepted: 1, cameAgainWithSameKey: 1, refused: 1 }, byKind: { 'stock-difference': 1 } },
    notices: [notice],
  });
});
