/**
 * What the durable chain is compared with: Hono, jsonata and a POST, nothing kept. Answers 202 at once and maps and
 * sends after that, as the runtime does. Prints its port.
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import jsonata from 'jsonata';
import { request } from 'undici';
import { orderMapping } from './order-documents.ts';

const sinkUrl = process.env['SINK_URL'] ?? '';
const mapping = jsonata(orderMapping);
const app = new Hono();

app.post('/orders', async context => {
  const order: unknown = await context.req.json();
  send(order).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  return context.json({ accepted: true }, 202);
});

async function send(order: unknown): Promise<void> {
  const mapped: unknown = await mapping.evaluate(order);
  const response = await request(`${sinkUrl}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(mapped),
  });
  await response.body.dump();
}

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  process.stdout.write(`http://127.0.0.1:${port}\n`),
);
