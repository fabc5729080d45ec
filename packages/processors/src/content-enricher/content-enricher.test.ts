import { Body, type Sent } from '@lineshaft/flow';
import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { contentEnricher } from './content-enricher.ts';
import { contentEnricherManifest } from './manifest.ts';

function enriching(config: Record<string, unknown>, answer: Sent | undefined) {
  const asked: unknown[][] = [];
  const channels = {
    ...runContext().channels,
    call: async (...call: unknown[]) => {
      asked.push(call);
      return answer;
    },
  };
  const context = runContext({ channels });
  const node = contentEnricher.prepare(contentEnricherManifest.config.parse({ flow: 'material-master', ...config }));
  return { asked, context, deliver: async (message = messageOf({ sku: 'S1' })) => node.deliver(message, context) };
}

const json = (value: unknown): Sent => ({
  contentType: 'application/json',
  headers: { 'x-source': 'erp' },
  body: Body.fromText(JSON.stringify(value)),
});

describe('a content enricher', () => {
  test('asks with the whole message and merges the answer into it', async () => {
    const { asked, context, deliver } = enriching({}, json({ weight: 4 }));
    const message = messageOf({ sku: 'S1' }, { contentType: 'application/order+json' });
    const [out] = await deliver(message);
    const { contentType, headers, body } = message;
    expect(asked).toEqual([['material-master', { contentType, headers, body }, true, context.signal]]);
    expect(out).toMatchObject({ port: 'out', contentType: 'application/order+json', headers });
    expect(out?.body.json()).toEqual({ sku: 'S1', weight: 4 });
    expect(message.body.json()).toEqual({ sku: 'S1' });
  });

  test('asks and combines as it is told', async () => {
    const config = {
      request: "{ 'id': sku }",
      combine: '{ "s": sku, "w": $reply.weight, "by": $replyHeaders.`x-source` }',
    };
    const { asked, deliver } = enriching(config, json({ weight: 4 }));
    const [out] = await deliver();
    const [, question] = asked[0] as [string, Sent];
    expect(question).toMatchObject({ contentType: 'application/json', headers: { plant: 'DE01' } });
    expect(question.body.json()).toEqual({ id: 'S1' });
    expect(out?.body.json()).toEqual({ s: 'S1', w: 4, by: 'erp' });
  });

  test('takes an answer that is not JSON as text', async () => {
    const text = { contentType: 'text/plain', headers: {}, body: Body.fromText('4 kg') };
    const [out] = await enriching({ combine: '{ "w": $reply }' }, text).deliver();
    expect(out?.body.json()).toEqual({ w: '4 kg' });
  });

  test('may be tried again when there is no answer, or one that cannot be read', async () => {
    await expect(enriching({}, undefined).deliver()).rejects.toMatchObject({ code: 'target-failed' });
    const broken = { contentType: 'application/json', headers: {}, body: Body.fromText('{') };
    await expect(enriching({}, broken).deliver()).rejects.toMatchObject({
      name: 'LineshaftError',
      code: 'target-malformed',
      message: expect.stringContaining('material-master') as string,
    });
  });

  test('asks nobody for a message that is not JSON', async () => {
    const { asked, deliver } = enriching({}, json({}));
    const failed = deliver(messageOf('a;b', { contentType: 'text/csv' }));
    await expect(failed).rejects.toMatchObject({ name: 'TerminalError', code: 'content-type-unsupported' });
    expect(asked).toEqual([]);
  });

  test('fails for good when the answer cannot be combined', async () => {
    await expect(enriching({}, json(4)).deliver()).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'expression-failed',
      message: expect.stringContaining('The combination of the enricher') as string,
    });
  });
});
