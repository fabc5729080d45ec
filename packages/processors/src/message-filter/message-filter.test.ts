import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { messageFilterManifest } from './manifest.ts';
import { messageFilter } from './message-filter.ts';

const prepare = (config: Record<string, unknown>) =>
  messageFilter.prepare(messageFilterManifest.config.parse({ when: 'qty > 0', ...config }));

describe('a message filter', () => {
  test('passes a message that meets the condition, as it is', async () => {
    const message = messageOf({ qty: 3 });
    const [out, ...more] = await prepare({}).process(message, runContext());
    expect(out).toEqual({
      port: 'out',
      contentType: message.contentType,
      headers: message.headers,
      body: message.body,
    });
    expect(out?.body).toBe(message.body);
    expect(more).toEqual([]);
  });

  test.each([{ qty: 0 }, {}])('ends the way of %j, or sends it through a port of its own', async body => {
    expect(await prepare({}).process(messageOf(body), runContext())).toEqual([]);
    const message = messageOf(body);
    const emitted = await prepare({ otherwise: 'port' }).process(message, runContext());
    expect(emitted).toMatchObject([{ port: 'discarded', body: message.body }]);
  });

  test('can look at the headers of messages that are not JSON', async () => {
    const node = prepare({ when: "$headers.plant = 'DE01'" });
    expect(await node.process(messageOf('a;b', { contentType: 'text/csv' }), runContext())).toHaveLength(1);
  });

  test('fails when the condition does: a message is not discarded by mistake', async () => {
    const node = prepare({ when: 'qty - 1 > 0' });
    await expect(async () => node.process(messageOf({ qty: 'x' }), runContext())).rejects.toMatchObject({
      code: 'expression-failed',
    });
    expect(() => prepare({ when: '1 +' })).toThrow(expect.objectContaining({ code: 'expression-invalid' }));
  });

  test('has the port discarded when it is wanted', () => {
    const ports = (config: object) =>
      messageFilterManifest
        .outputs(messageFilterManifest.config.parse({ when: 'x', ...config }))
        .map(({ name }) => name);
    expect(ports({})).toEqual(['out']);
    expect(ports({ otherwise: 'port' })).toEqual(['out', 'discarded']);
  });
});
