import type { Reply } from '@lineshaft/flow';
import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { replyManifest } from './manifest.ts';
import { reply } from './reply.ts';

function prepare(config: Record<string, unknown>) {
  return reply.prepare(replyManifest.config.parse(config));
}

describe('a reply', () => {
  test('answers the sender with the body as it is', async () => {
    const answers: Reply[] = [];
    const message = messageOf('{"a":  1}');
    const node = prepare({
      status: 201,
      headers: { 'x-order': 'PO {{ a }} of {{ $headers.plant }}', 'x-fixed': 'yes' },
    });
    const emitted = await node.deliver(message, runContext({ reply: answer => answers.push(answer) > 0 }));
    expect(answers).toEqual([
      {
        status: 201,
        headers: { 'x-order': 'PO 1 of DE01', 'x-fixed': 'yes' },
        contentType: 'application/json',
        body: message.body.bytes(),
      },
    ]);
    expect(emitted).toMatchObject([{ port: 'answered', body: message.body }]);
  });

  test('shows by its port that nobody waits any more', async () => {
    const emitted = await prepare({}).deliver(messageOf({}), runContext());
    expect(emitted.map(({ port }) => port)).toEqual(['late']);
  });

  test('may name another content type', async () => {
    const answers: Reply[] = [];
    const node = prepare({ contentType: 'text/plain' });
    await node.deliver(
      messageOf('fine', { contentType: 'text/csv' }),
      runContext({ reply: answer => answers.push(answer) > 0 }),
    );
    expect(answers[0]).toMatchObject({ status: 200, contentType: 'text/plain' });
  });

  test.each(['a\r\nset-cookie: x', 'a\nb', 'ā'])('refuses the header value %j', async value => {
    const node = prepare({ headers: { 'x-value': '{{ v }}' } });
    await expect(node.deliver(messageOf({ v: value }), runContext())).rejects.toMatchObject({ code: 'header-invalid' });
  });

  test('names the header whose template fails', async () => {
    const node = prepare({ headers: { 'x-value': '{{ nothing }}' } });
    await expect(node.deliver(messageOf({}), runContext())).rejects.toMatchObject({
      code: 'expression-failed',
      message: expect.stringContaining('header x-value') as string,
    });
  });

  test.each(['content-length', 'X-Upper', 'a b'])('refuses the header name %s', name => {
    expect(replyManifest.config.safeParse({ headers: { [name]: 'x' } }).success).toBe(false);
  });
});
