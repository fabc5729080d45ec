import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { BoundedList } from '../service/bounded-list.ts';
import { createFaults } from '../service/faults.ts';
import { createReceipts } from '../service/receipts.ts';
import { takeDocument } from '../service/take-document.ts';
import type { TwinOptions } from '../service/twin-options.ts';

/** What came, as it came. */
interface Received {
  /** Counts from 1. */
  number: number;
  method: string;
  path: string;
  contentType: string | null;
  /** A JSON document, or else the text. */
  body: unknown;
}

/** No system of anybody's: takes any document at any path, keeps it, and answers with what it got. For first flows. */
export function createEcho(options: TwinOptions): Hono<{ Bindings: HttpBindings }> {
  const { seed, closing, log } = options;
  const faults = createFaults({ service: 'echo', seed, closing, log });
  const received = new BoundedList<Received>();
  const receipts = createReceipts<Received>();

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', faults.routes);

  app.get('/book', context =>
    context.json({ counts: { documents: receipts.counts, requests: faults.met() }, documents: received.entries }),
  );

  app.on(['POST', 'PUT', 'PATCH'], '*', faults.middleware, async context => {
    const text = await context.req.text();
    const { method, path } = context.req;
    const contentType = context.req.header('content-type') ?? null;
    return takeDocument(context, {
      receipts,
      body: text,
      identity: `${method} ${path} ${text}`,
      accept() {
        const entry = { number: receipts.counts.accepted, method, path, contentType, body: asDocument(text) };
        received.add(entry);
        log.event(`echo: ${method} ${path}`);
        return entry;
      },
    });
  });

  return app;
}

function asDocument(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
