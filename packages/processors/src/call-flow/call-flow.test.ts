import { Body, LineshaftError, type Sent } from '@lineshaft/flow';
import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { callFlow } from './call-flow.ts';
import { callFlowManifest } from './manifest.ts';

const parse = (config: Record<string, unknown>) => callFlowManifest.config.parse({ flow: 'price-list', ...config });

function calling(config: Record<string, unknown>, answer: () => Promise<Sent | undefined>) {
  const calls: unknown[][] = [];
  const channels = {
    ...runContext().channels,
    call: (...call: unknown[]) => {
      calls.push(call);
      return answer();
    },
  };
  const context = runContext({ channels });
  return { calls, context, deliver: async () => callFlow.prepare(parse(config)).deliver(message, context) };
}

const message = messageOf({ sku: 'S1' });
const { contentType, headers, body } = message;

describe('calling a flow', () => {
  test('hands the message over and passes it on', async () => {
    const { calls, context, deliver } = calling({}, () => Promise.resolve(undefined));
    expect(await deliver()).toEqual([{ port: 'out', contentType, headers, body }]);
    expect(calls).toEqual([['price-list', { contentType, headers, body }, false, context.signal]]);
  });

  test('passes on the answer when it waits for one', async () => {
    const answer = { contentType: 'text/plain', headers: { 'x-a': '1' }, body: Body.fromText('9.50') };
    const { calls, context, deliver } = calling({ awaitReply: true }, () => Promise.resolve(answer));
    expect(await deliver()).toEqual([{ port: 'reply', ...answer }]);
    expect(calls).toEqual([['price-list', { contentType, headers, body }, true, context.signal]]);
  });

  test('fails as the call fails, and when there is no answer', async () => {
    const fault = new LineshaftError('target-unreachable', 'The flow price-list is not enabled.');
    await expect(calling({}, () => Promise.reject(fault)).deliver()).rejects.toBe(fault);
    const silent = calling({ awaitReply: true }, () => Promise.resolve(undefined));
    await expect(silent.deliver()).rejects.toMatchObject({ name: 'LineshaftError', code: 'target-failed' });
  });

  test('has the port of what it does', () => {
    expect(callFlowManifest.outputs(parse({}))).toMatchObject([{ name: 'out' }]);
    expect(callFlowManifest.outputs(parse({ awaitReply: true }))).toMatchObject([{ name: 'reply' }]);
    expect(callFlowManifest.config.safeParse({ flow: 'Price list' }).success).toBe(false);
  });
});
