import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectSocket } from './connect-socket.ts';
import type { LookUp } from './look-up-target.ts';

let port = 0;
const server = createServer(socket => socket.on('error', () => {}).end('hello'));

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => void server.close());

const timeoutMs = 5000;
const leadingTo =
  (...addresses: string[]): LookUp =>
  async () =>
    addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }));

/** Every way to write an address of this machine, or of the network around it. */
const forms = [
  '127.0.0.1', '127.1', '2130706433', '0x7f000001', '0x7f.1', '017700000001', '0177.0.0.1', '127.0.0.1.', '0.0.0.0',
  '0', '[::1]', '::1', '::', '[::ffff:127.0.0.1]', '::ffff:7f00:1', '64:ff9b::7f00:1', '[64:ff9b::127.0.0.1]',
  '2002:7f00:1::', 'fe80::1%lo', '１２７.0.0.1', '127。0。0。1', 'localhost', '10.0.0.1', '169.254.169.254', '192.168.0.1',
]; // prettier-ignore

describe('without permission', () => {
  test.each(forms)('%s is refused', async host => {
    await expect(connectSocket({ host, port }, { allowed: undefined, timeoutMs })).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'target-forbidden',
      message: expect.stringContaining('let an administrator allow its address') as string,
    });
  });

  test('a name that leads inside is refused, without saying where it leads', async () => {
    const refusal: unknown = await connectSocket(
      { host: 'harmless.example', port },
      { allowed: undefined, timeoutMs, lookUp: leadingTo('127.0.0.1', '10.9.8.7', '::1') },
    ).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'target-forbidden' });
    expect(JSON.stringify([(refusal as Error).message, refusal])).not.toMatch(/127|10\.9|::1/);
  });

  test.each(['a/b', 'user@127.0.0.1', '127.0.0.1:80', '127.0.0.1#x', 'a b', ''])('%j is no host', async host => {
    await expect(connectSocket({ host, port }, { allowed: undefined, timeoutMs })).rejects.toMatchObject({
      code: 'target-forbidden',
    });
  });
});

describe('with permission', () => {
  test.each(['127.0.0.1', '2130706433'])('the host and port are reached as %s', async host => {
    const socket = await connectSocket({ host, port }, { allowed: { host: '127.0.0.1', port }, timeoutMs });
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    expect(greeting.toString()).toBe('hello');
    socket.destroy();
  });

  test('a name is reached wherever it leads', async () => {
    const target = { host: 'erp.internal', port };
    const socket = await connectSocket(target, { allowed: target, timeoutMs, lookUp: leadingTo('127.0.0.1') });
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
  });

  test('another port and another host remain refused', async () => {
    const allowed = { host: '127.0.0.1', port };
    for (const target of [
      { host: '127.0.0.1', port: port + 1 },
      { host: '127.0.0.2', port },
      { host: 'localhost', port },
    ]) {
      await expect(connectSocket(target, { allowed, timeoutMs })).rejects.toMatchObject({ code: 'target-forbidden' });
    }
  });
});

describe('gives up', () => {
  const never: LookUp = () => new Promise(() => {});

  test('when the time is up', async () => {
    const attempt = connectSocket({ host: 'slow.example', port }, { allowed: undefined, timeoutMs: 20, lookUp: never });
    await expect(attempt).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  });

  test('when it is told to, with the reason', async () => {
    const controller = new AbortController();
    const options = { allowed: undefined, timeoutMs, signal: controller.signal, lookUp: never };
    const attempt = connectSocket({ host: 'slow.example', port }, options);
    const reason = new Error('stop');
    controller.abort(reason);
    await expect(attempt).rejects.toBe(reason);
    await expect(connectSocket({ host: 'slow.example', port }, options)).rejects.toBe(reason);
  });

  test('when nothing listens, with what Node says', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const target = { host: '127.0.0.1', port: (closed.address() as AddressInfo).port };
    closed.close();
    await once(closed, 'close');
    await expect(connectSocket(target, { allowed: target, timeoutMs })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
