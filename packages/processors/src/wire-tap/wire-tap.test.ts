import { MemoryState } from '@lineshaft/flow';
import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { wireTapManifest } from './manifest.ts';
import { wireTap } from './wire-tap.ts';

function tapped(config: Record<string, unknown>) {
  const memory = new MemoryState(() => 0);
  const node = wireTap.prepare(wireTapManifest.config.parse(config));
  const process = async (message: ReturnType<typeof messageOf>) =>
    node.process(message, runContext({ state: memory.of(message, 'execution-1', 'execution-1/3') }));
  return { memory, process };
}

describe('a wire tap', () => {
  test('passes the message on and releases a copy of it', async () => {
    const { memory, process } = tapped({});
    const message = messageOf('a;b', { contentType: 'text/csv' });
    const same = { contentType: 'text/csv', headers: message.headers, body: message.body };
    expect(await process(message)).toEqual([{ port: 'out', ...same }]);
    expect(memory.released).toEqual([
      { port: 'tap', ...same, correlationId: 'order-45', causationId: 'message-1', heirOf: ['execution-1'] },
    ]);
  });

  test('releases one copy, however often the run is repeated', async () => {
    const { memory, process } = tapped({});
    await process(messageOf({}));
    expect(await process(messageOf({}))).toMatchObject([{ port: 'out' }]);
    expect(memory.released).toHaveLength(1);
  });

  test('can release only a part of the message', async () => {
    const { memory, process } = tapped({ select: '{ "order": poNumber }' });
    const message = messageOf({ poNumber: '45', price: 9 });
    expect((await process(message))[0]?.body).toBe(message.body);
    expect(memory.released[0]).toMatchObject({
      port: 'tap',
      contentType: 'application/json',
      headers: { plant: 'DE01' },
    });
    expect(memory.released[0]?.body.json()).toEqual({ order: '45' });
  });

  test('lets the main way go on when the selection fails, and says so on the tap without showing the message', async () => {
    const { memory, process } = tapped({ select: 'price - 1' });
    expect(await process(messageOf({ price: 'secret-9' }))).toMatchObject([{ port: 'out' }]);
    expect(memory.released[0]).toMatchObject({ port: 'tap', headers: { 'x-tap-failed': 'expression-failed' } });
    expect(memory.released[0]?.body.json()).toMatchObject({ code: 'expression-failed' });
    expect(memory.released[0]?.body.text()).not.toContain('secret-9');
  });

  test('is refused when the selection cannot be read', () => {
    expect(() => tapped({ select: '1 +' })).toThrow(expect.objectContaining({ code: 'expression-invalid' }));
  });
});
