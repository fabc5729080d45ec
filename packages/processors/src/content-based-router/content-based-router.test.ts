import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { contentBasedRouter } from './content-based-router.ts';
import { contentBasedRouterManifest } from './manifest.ts';

function prepare(config: Record<string, unknown>) {
  return contentBasedRouter.prepare(contentBasedRouterManifest.config.parse(config));
}

const routes = [
  { port: 'large', title: 'Large orders', when: 'total > 1000' },
  { port: 'acme', when: "supplier = 'acme'" },
  { port: 'tagged', when: 'tags' },
];

describe('a content-based router', () => {
  test.each([
    [{ total: 5000, supplier: 'acme' }, 'large'],
    [{ total: 5, supplier: 'acme' }, 'acme'],
    [{ total: 5, tags: ['', 'x'] }, 'tagged'],
  ])('sends %j through the first route that matches: %s', async (body, port) => {
    const message = messageOf(body);
    const emitted = await prepare({ routes }).process(message, runContext());
    expect(emitted).toEqual([{ port, contentType: message.contentType, headers: message.headers, body: message.body }]);
    expect(emitted[0]?.body).toBe(message.body);
  });

  test.each([{ total: 5 }, { total: 5, tags: [] }, { total: 5, tags: ['', 0] }])(
    'takes conditions as JSONata takes truth: %j matches none',
    async body => {
      await expect(async () => prepare({ routes }).process(messageOf(body), runContext())).rejects.toMatchObject({
        name: 'TerminalError',
        code: 'no-route',
      });
      const [out] = await prepare({ routes, otherwise: 'port' }).process(messageOf(body), runContext());
      expect(out?.port).toBe('otherwise');
    },
  );

  test('can look at the headers of messages that are not JSON', async () => {
    const node = prepare({ routes: [{ port: 'german', when: "$headers.plant = 'DE01'" }] });
    const [out] = await node.process(messageOf('a;b', { contentType: 'text/csv' }), runContext());
    expect(out?.port).toBe('german');
  });

  test('names the route whose condition fails', async () => {
    const node = prepare({ routes: [{ port: 'big', when: 'total - 1 > 0' }] });
    await expect(async () => node.process(messageOf({ total: 'x' }), runContext())).rejects.toMatchObject({
      code: 'expression-failed',
      message: expect.stringContaining('route big') as string,
    });
  });

  test('has its routes as ports, in order', () => {
    const { config } = contentBasedRouterManifest;
    expect(contentBasedRouterManifest.outputs(config.parse({ routes, otherwise: 'port' }))).toEqual([
      { name: 'large', title: 'Large orders' },
      { name: 'acme', title: 'acme' },
      { name: 'tagged', title: 'tagged' },
      { name: 'otherwise', title: 'Otherwise' },
    ]);
    expect(contentBasedRouterManifest.outputs(config.parse({}))).toEqual([]);
  });

  test.each([
    [
      [
        { port: 'a', when: '1' },
        { port: 'a', when: '2' },
      ],
    ],
    [[{ port: 'otherwise', when: '1' }]],
    [[{ port: 'error', when: '1' }]],
    [[{ port: 'Not a port', when: '1' }]],
    [[{ port: 'a', when: '' }]],
  ])('refuses the routes %j', given => {
    expect(contentBasedRouterManifest.config.safeParse({ routes: given }).success).toBe(false);
  });

  test('is refused when a condition cannot be read', () => {
    expect(() => prepare({ routes: [{ port: 'a', when: '1 +' }] })).toThrow(
      expect.objectContaining({ code: 'expression-invalid' }),
    );
  });
});
