import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { guardedAgent } from './guarded-agent.ts';

let port = 0;
let connections = 0;
const server = createServer((_request, response) => void response.end('inside')).on('connection', () => connections++);

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const open = guardedAgent();

/** As they come out of the URL parser, and as nobody parsed them. */
const origins = [
  'http://127.0.0.1', 'http://2130706433', 'http://0x7f.1', 'http://0177.1', 'http://127.1', 'http://[::1]',
  'http://[::ffff:127.0.0.1]', 'http://[::ffff:7f00:1]', 'http://[64:ff9b::7f00:1]', 'http://0.0.0.0', 'http://0',
  'http://localhost', 'http://169.254.169.254', 'https://127.0.0.1',
]; // prettier-ignore

test.each(origins)('%s is refused before anything connects', async origin => {
  const before = connections;
  await expect(open.request({ origin: `${origin}:${port}`, path: '/', method: 'GET' })).rejects.toMatchObject({
    name: 'TerminalError',
    code: 'target-forbidden',
  });
  expect(connections).toBe(before);
});

test('a name that leads to this machine is refused', async () => {
  const agent = guardedAgent({ lookUp: async () => [{ address: '127.0.0.1', family: 4 }] });
  const request = agent.request({ origin: `http://rebound.example:${port}`, path: '/', method: 'GET' });
  await expect(request).rejects.toMatchObject({ code: 'target-forbidden' });
});

test('the allowed host and port are reached, through a connection that is kept', async () => {
  const agent = guardedAgent({ allowed: { host: '127.0.0.1', port } });
  const before = connections;
  for (const path of ['/a', '/b']) {
    const { body } = await agent.request({ origin: `http://127.0.0.1:${port}`, path, method: 'GET' });
    expect(await body.text()).toBe('inside');
    await setImmediate();
  }
  expect(connections).toBe(before + 1);
  await agent.close();
});

test.each([22, 25, 389])('port %i is no place for HTTP', async other => {
  const request = open.request({ origin: `http://1.1.1.1:${other}`, path: '/', method: 'GET' });
  await expect(request).rejects.toMatchObject({ code: 'target-forbidden' });
});

test('a proxy of the environment is not asked', async () => {
  const before = { ...process.env };
  Object.assign(process.env, { http_proxy: `http://127.0.0.1:${port}`, HTTP_PROXY: `http://127.0.0.1:${port}` });
  try {
    const agent = guardedAgent({ lookUp: async () => [] });
    const request = agent.request({ origin: 'http://outside.example', path: '/', method: 'GET' });
    await expect(request).rejects.toMatchObject({ code: 'target-forbidden' });
  } finally {
    process.env = before;
  }
});
