import { expect, it } from 'vitest';
import { WaitingSenders } from './waiting-senders.ts';

const reply = { status: 200, headers: {}, contentType: 'text/plain', body: new Uint8Array() };

it('gives the first reply to who waits, and says whether anybody did', async () => {
  const senders = new WaitingSenders();
  const waiting = senders.wait('e1', 1000);
  expect(senders.answer('e1', reply)).toBe(true);
  expect(senders.answer('e1', { ...reply, status: 500 })).toBe(false);
  expect(await waiting.reply).toBe(reply);
  expect(senders.answer('e2', reply)).toBe(false);
});

it('lets nobody wait longer than his patience', async () => {
  const senders = new WaitingSenders();
  const waiting = senders.wait('e1', 20);
  expect(await waiting.reply).toBeUndefined();
  expect(senders.answer('e1', reply)).toBe(false);
});

it('forgets who leaves, without a timer that goes on', async () => {
  const senders = new WaitingSenders();
  const waiting = senders.wait('e1', 60_000);
  waiting.leave();
  waiting.leave();
  expect(await waiting.reply).toBeUndefined();
  expect(senders.answer('e1', reply)).toBe(false);
});

it('keeps those apart who wait for different executions', async () => {
  const senders = new WaitingSenders();
  const [first, second] = [senders.wait('e1', 1000), senders.wait('e2', 1000)];
  first.leave();
  expect(senders.answer('e2', reply)).toBe(true);
  expect(await Promise.all([first.reply, second.reply])).toEqual([undefined, reply]);
});

it('lets everybody go when the process stops', async () => {
  const senders = new WaitingSenders();
  const waiting = [senders.wait('e1', 60_000), senders.wait('e2', 60_000)];
  senders.leaveAll();
  expect(await Promise.all(waiting.map(({ reply: answer }) => answer))).toEqual([undefined, undefined]);
});
