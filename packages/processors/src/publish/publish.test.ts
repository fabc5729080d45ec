import type { Sent } from '@lineshaft/flow';
import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { publishManifest } from './manifest.ts';
import { publish } from './publish.ts';

function published(config: Record<string, unknown>, subscribers: string[]) {
  const sent: [topic: string, message: Sent][] = [];
  const channels = {
    ...runContext().channels,
    publish: async (topic: string, message: Sent) => {
      sent.push([topic, message]);
      return subscribers;
    },
  };
  const node = publish.prepare(publishManifest.config.parse({ topic: 'orders.released', ...config }));
  return { sent, deliver: async (message = messageOf({ a: 1 })) => node.deliver(message, runContext({ channels })) };
}

describe('publishing', () => {
  test('sends the message as it is to the topic, and passes it on with the number of subscribers', async () => {
    const { sent, deliver } = published({}, ['planning', 'archive']);
    const message = messageOf('a;b', { contentType: 'text/csv' });
    const emitted = await deliver(message);
    const { contentType, headers, body } = message;
    expect(sent).toEqual([['orders.released', { contentType, headers, body }]]);
    expect(emitted).toEqual([{ port: 'out', contentType, headers: { ...headers, 'x-subscribers': '2' }, body }]);
    expect(emitted[0]?.body).toBe(body);
  });

  test('fails when nobody subscribes, and may be tried again: a flow may be enabled later', async () => {
    await expect(published({}, []).deliver()).rejects.toMatchObject({
      name: 'LineshaftError',
      code: 'target-unreachable',
      message: expect.stringContaining('orders.released') as string,
    });
  });

  test('goes on without subscribers when told so', async () => {
    expect(await published({ onNobody: 'go-on' }, []).deliver()).toMatchObject([{ headers: { 'x-subscribers': '0' } }]);
  });

  test.each(['', 'Orders', 'orders..released', '.orders', 'a b', 'x'.repeat(101)])('refuses the topic %j', topic => {
    expect(publishManifest.config.safeParse({ topic }).success).toBe(false);
  });
});
