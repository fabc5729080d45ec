import { MemoryState } from '@lineshaft/flow';
import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { duplicateGate } from './duplicate-gate.ts';
import { duplicateGateManifest } from './manifest.ts';

const parse = (config: Record<string, unknown>) =>
  duplicateGateManifest.config.parse({ document: 'invoice', key: "supplier & '/' & no", ...config });

/** A gate with its state, to which documents come in executions of their own. */
function gate(config: Record<string, unknown>) {
  const clock = { now: Date.UTC(2026, 0, 31, 12) };
  const memory = new MemoryState(() => clock.now);
  const node = duplicateGate.prepare(parse(config));
  const come = async (body: unknown, execution: string, contentType = 'application/json') => {
    const message = messageOf(body, { contentType });
    const state = memory.of(message, execution, `${execution}/3`);
    return node.process(message, runContext({ executionId: execution, state }));
  };
  const answer = async (body: unknown, execution: string) => (await come(body, execution)).map(({ port }) => port);
  const expire = async () =>
    memory.expireDue(async (key, held) => (await node.expire?.(key, held)) ?? { state: undefined });
  return { clock, memory, come, answer, expire };
}

const invoice = { supplier: 'acme', no: '77', rev: 2, total: 100, sentAt: 'Monday' };
const text = JSON.stringify(invoice);

describe('a duplicate gate', () => {
  test('answers by key, version and content, each time through a port of its own', async () => {
    const { answer } = gate({ version: 'rev', content: '{ "total": total }' });
    expect(await answer(invoice, 'e1')).toEqual(['new']);
    expect(await answer(invoice, 'e2')).toEqual(['exact-duplicate']);
    expect(await answer({ ...invoice, sentAt: 'Tuesday' }, 'e3')).toEqual(['resend']);
    expect(await answer({ ...invoice, total: 101 }, 'e4')).toEqual(['conflict']);
    expect(await answer({ ...invoice, rev: 1 }, 'e5')).toEqual(['stale']);
    expect(await answer({ ...invoice, rev: 3, total: 101 }, 'e6')).toEqual(['amendment']);
    expect(await answer(invoice, 'e7')).toEqual(['stale']);
    expect(await answer({ ...invoice, rev: 3, total: 101 }, 'e8')).toEqual(['exact-duplicate']);
    expect(await answer({ ...invoice, supplier: 'bolt' }, 'e9')).toEqual(['new']);
  });

  test('passes the message on as it is, and says what it was compared with', async () => {
    const { come } = gate({ version: 'rev' });
    const first = await come(text, 'e1');
    const headers = (of: string, execution: string) => ({
      plant: 'DE01',
      'x-duplicate-gate': of,
      'x-first-execution': execution,
    });
    expect(first).toMatchObject([{ port: 'new', contentType: 'application/json', headers: headers('new', 'e1') }]);
    expect(first[0]?.body.text()).toBe(text);
    expect(await come(text, 'e2')).toMatchObject([{ headers: headers('exact-duplicate', 'e1') }]);
    expect(await come({ ...invoice, rev: 3 }, 'e3')).toMatchObject([{ headers: headers('amendment', 'e1') }]);
    expect(await come(text, 'e4')).toMatchObject([{ headers: headers('stale', 'e3') }]);
  });

  test('gives the same answer when a run is repeated, and remembers it once', async () => {
    const { come } = gate({});
    expect(await come(text, 'e1')).toMatchObject([{ port: 'new' }]);
    expect(await come(text, 'e1')).toMatchObject([{ port: 'new', headers: { 'x-first-execution': 'e1' } }]);
    expect(await come(text, 'e2')).toMatchObject([{ port: 'exact-duplicate' }]);
  });

  test('without a version takes other content for an amendment, also when it is changed back', async () => {
    const { answer } = gate({});
    expect(await answer(invoice, 'e1')).toEqual(['new']);
    expect(await answer({ ...invoice, total: 101 }, 'e2')).toEqual(['amendment']);
    expect(await answer(invoice, 'e3')).toEqual(['amendment']);
    expect(await answer(invoice, 'e4')).toEqual(['exact-duplicate']);
  });

  test('by default takes the same document in other bytes for a resend', async () => {
    const { answer } = gate({ version: 'rev' });
    await answer(text, 'e1');
    const { total, ...rest } = invoice;
    expect(await answer({ total, ...rest }, 'e2')).toEqual(['resend']);
    expect(await answer(JSON.stringify(invoice, null, 2), 'e3')).toEqual(['resend']);
    expect(await answer(text, 'e4')).toEqual(['exact-duplicate']);
  });

  test('compares versions as they are to be compared', async () => {
    const texts = gate({ version: 'rev', versionOrder: 'text' });
    await texts.answer({ ...invoice, rev: '9' }, 'e1');
    expect(await texts.answer({ ...invoice, rev: '10' }, 'e2')).toEqual(['stale']);
    const automatic = gate({ version: 'rev' });
    await automatic.answer({ ...invoice, rev: '9' }, 'e1');
    expect(await automatic.answer({ ...invoice, rev: '10' }, 'e2')).toEqual(['amendment']);
    const numbers = gate({ version: 'rev', versionOrder: 'number' });
    await expect(numbers.answer({ ...invoice, rev: 'A' }, 'e1')).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'expression-failed',
      message: expect.stringContaining('The version of the invoice must be a number') as string,
    });
  });

  test('takes the key of documents that are not JSON from their headers', async () => {
    const { come } = gate({ key: '$headers.plant' });
    expect(await come('a;b', 'e1', 'text/csv')).toMatchObject([{ port: 'new', contentType: 'text/csv' }]);
    expect(await come('a;b', 'e2', 'text/csv')).toMatchObject([{ port: 'exact-duplicate' }]);
    expect(await come('a;c', 'e3', 'text/csv')).toMatchObject([{ port: 'amendment' }]);
  });

  test('forgets a document that was not seen for long', async () => {
    const { clock, memory, answer, expire } = gate({ remember: '30d' });
    await answer(invoice, 'e1');
    clock.now += 29 * 86_400_000;
    await expire();
    expect(await answer(invoice, 'e2')).toEqual(['exact-duplicate']);
    clock.now += 29 * 86_400_000;
    await expire();
    expect(memory.keys).toEqual(['acme/77']);
    clock.now += 86_400_000;
    await expire();
    expect(memory.keys).toEqual([]);
    expect(await answer(invoice, 'e3')).toEqual(['new']);
  });

  test.each([
    [{ key: 'nothing' }, 'The key of the invoice'],
    [{ version: 'nothing' }, 'The version of the invoice'],
    [{ content: 'nothing' }, 'The content of the invoice'],
    [{ key: '$' }, 'The key of the invoice'],
    [{ version: '$' }, 'The version of the invoice'],
  ])('takes no document without what it is told by: %j', async (config, subject) => {
    const { memory, answer } = gate(config);
    await expect(answer(invoice, 'e1')).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'expression-failed',
      message: expect.stringContaining(subject) as string,
    });
    expect(memory.keys).toEqual([]);
  });

  test('has a port for each answer', () => {
    expect(duplicateGateManifest.outputs(parse({})).map(({ name }) => name)).toEqual([
      'new',
      'amendment',
      'exact-duplicate',
      'resend',
      'stale',
      'conflict',
    ]);
  });
});
