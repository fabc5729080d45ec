import { MemoryState } from '@lineshaft/flow';
import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { splitterManifest } from './manifest.ts';
import { splitter } from './splitter.ts';

const parse = (config: Record<string, unknown>) => splitterManifest.config.parse({ parts: 'lines', ...config });
const prepare = (config: Record<string, unknown>) => splitter.prepare(parse(config));
const order = (count: number) => ({
  poNumber: '45',
  lines: Array.from({ length: count }, (_, index) => ({ sku: `S${index % 2}` })),
});

function released(config: Record<string, unknown>) {
  const memory = new MemoryState(() => 0);
  const process = async (body: unknown) => {
    const message = messageOf(body);
    return prepare(config).process(message, runContext({ state: memory.of(message, 'execution-1', 'execution-1/3') }));
  };
  return { memory, process };
}

describe('a splitter', () => {
  test('sends each part on, with its place among them', async () => {
    const emitted = await prepare({}).process(messageOf(order(2)), runContext());
    expect(emitted.map(({ body, ...rest }) => ({ ...rest, body: body.json() }))).toEqual([
      {
        port: 'out',
        contentType: 'application/json',
        headers: { plant: 'DE01', 'x-split-id': 'message-1', 'x-split-index': '0', 'x-split-count': '2' },
        body: { sku: 'S0' },
      },
      {
        port: 'out',
        contentType: 'application/json',
        headers: { plant: 'DE01', 'x-split-id': 'message-1', 'x-split-index': '1', 'x-split-count': '2' },
        body: { sku: 'S1' },
      },
    ]);
  });

  test('can make each part from the whole document', async () => {
    const node = prepare({ part: '{ "id": poNumber & "/" & $index, "sku": $part.sku, "plant": $headers.plant }' });
    const emitted = await node.process(messageOf(order(1)), runContext());
    expect(emitted.map(({ body }) => body.json())).toEqual([{ id: '45/0', sku: 'S0', plant: 'DE01' }]);
  });

  test.each([[{ lines: [] }], [{ lines: null }], [{}]])('passes nothing for %j, or the message itself', async body => {
    expect(await prepare({}).process(messageOf(body), runContext())).toEqual([]);
    const message = messageOf(body);
    const emitted = await prepare({ empty: 'port' }).process(message, runContext());
    expect(emitted).toMatchObject([{ port: 'empty', headers: message.headers, body: message.body }]);
  });

  test('keeps up to a hundred parts in the execution when told so, and says what to do about more', async () => {
    const node = prepare({ mode: 'inline' });
    expect(await node.process(messageOf(order(100)), runContext())).toHaveLength(100);
    await expect(node.process(messageOf(order(101)), runContext())).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'expression-limit',
      message: expect.stringContaining('"executions"') as string,
    });
  });

  test('by default releases more than twenty parts as executions of their own', async () => {
    const few = released({});
    expect(await few.process(order(20))).toHaveLength(20);
    expect(few.memory.released).toEqual([]);
    const many = released({});
    expect(await many.process(order(21))).toEqual([]);
    expect(many.memory.released).toHaveLength(21);
  });

  test('releases parts as heirs of the execution, in order where a key says so', async () => {
    const { memory, process } = released({ mode: 'executions', orderingKey: "poNumber & '/' & $part.sku" });
    await process(order(3));
    expect(memory.released).toMatchObject(
      ['45/S0', '45/S1', '45/S0'].map(orderingKey => ({
        port: 'out',
        contentType: 'application/json',
        correlationId: 'order-45',
        causationId: 'message-1',
        heirOf: ['execution-1'],
        orderingKey,
      })),
    );
    expect(memory.released.map(({ headers }) => headers['x-split-index'])).toEqual(['0', '1', '2']);
  });

  test('releases nothing twice when the run is repeated', async () => {
    const { memory, process } = released({ mode: 'executions' });
    await process(order(3));
    await process(order(3));
    expect(memory.released).toHaveLength(3);
    expect(memory.released.every(part => !('orderingKey' in part))).toBe(true);
  });

  test('releases nothing when one part cannot be made', async () => {
    const { memory, process } = released({ mode: 'executions', part: '$part.qty - 1' });
    await expect(process({ lines: [{ qty: 1 }, { qty: 'x' }] })).rejects.toMatchObject({ code: 'expression-failed' });
    expect(memory.released).toEqual([]);
  });

  test('refuses more executions than one commit should hold, and messages that are not JSON', async () => {
    await expect(released({ parts: '[1..10001]' }).process({})).rejects.toMatchObject({ code: 'expression-limit' });
    await expect(
      prepare({}).process(messageOf('a;b', { contentType: 'text/csv' }), runContext()),
    ).rejects.toMatchObject({ code: 'content-type-unsupported' });
  });

  test('has state where it may release parts, and the port empty when it is wanted', () => {
    const stateful = (mode: string) => splitterManifest.stateful?.(parse({ mode }));
    expect(['automatic', 'inline', 'executions'].map(stateful)).toEqual([true, false, true]);
    const ports = (config: object) => splitterManifest.outputs(parse({ ...config })).map(({ name }) => name);
    expect(ports({})).toEqual(['out']);
    expect(ports({ empty: 'port' })).toEqual(['out', 'empty']);
  });
});
