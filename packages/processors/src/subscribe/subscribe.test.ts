import { TestIntake } from '@lineshaft/flow/testing';
import { expect, test } from 'vitest';
import { subscribeManifest } from './manifest.ts';
import { subscribe } from './subscribe.ts';

test('a subscription tells the runtime its topic, and opens nothing itself', async () => {
  const config = subscribeManifest.config.parse({ topic: 'orders.released' });
  expect(subscribeManifest.topic?.(config)).toBe('orders.released');
  const intake = new TestIntake();
  const close = await subscribe.prepare(config).receive(intake);
  expect(intake).toMatchObject({ routes: [], accepted: [], everyMs: undefined });
  await close();
});

test('a subscription refuses a topic that nobody can publish on', () => {
  expect(subscribeManifest.config.safeParse({ topic: 'Orders' }).success).toBe(false);
  expect(subscribeManifest.config.safeParse({}).success).toBe(false);
});
