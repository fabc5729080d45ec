import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { mkdirSync } from 'node:fs';
import { appendFile, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { legacyReceipt, legacyStock, readLegacyDelivery } from './legacy-files.ts';
import { drawnPause, type Pace } from '../service/pace.ts';
import { createReceipts } from '../service/receipts.ts';
import { seededRandom } from '../service/seeded-random.ts';
import { correctStock } from './stock-correction.ts';
import type { TwinOptions } from '../service/twin-options.ts';
import { createWarehouseBook, type Delivery } from './warehouse-book.ts';

export interface WarehouseDe02Options extends TwinOptions {
  pace: Pace;
  /** Holds `inbox` (files for the warehouse), `outbox` (files of it) and `done` (files it has taken). */
  folder: string;
}

const lookEveryMs = 100;
/** A share of the files is written the old way: under its own name, slowly, so that a reader may see half of it. */
const slowShare = 0.2;
const slowMs = 400;

/**
 * A stand-in for the old system of plant DE02: it takes files from its inbox and drops files into its outbox, and knows
 * nothing of HTTP. What it serves is for people and tests.
 */
export function createWarehouseDe02(options: WarehouseDe02Options): Hono<{ Bindings: HttpBindings }> {
  const { seed, folder, closing, log } = options;
  const book = createWarehouseBook('DE02', seed);
  const files = createReceipts<{ deliveryId: string }>();
  let stockFiles = 0;
  for (const name of ['inbox', 'outbox', 'done']) mkdirSync(join(folder, name), { recursive: true });
  void watch();

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post('/stock-corrections', context => correctStock(context, book));
  app.post('/close-of-day', async context => {
    stockFiles++;
    const name = `STOCK_${Date.now()}.json`;
    await writeThenRename(name, legacyStock(book.stock(), stockFiles));
    return context.json({ file: name }, 201);
  });
  app.get('/book', context =>
    context.json({
      counts: { deliveries: files.counts },
      deliveries: book.deliveries(),
      receipts: book.receipts(),
      stock: book.stock(),
    }),
  );
  return app;

  async function watch(): Promise<void> {
    while (!closing.aborted) {
      try {
        for (const name of (await readdir(join(folder, 'inbox'))).filter(isWhole)) await take(name);
      } catch (error) {
        log.trouble(`warehouse-de02: cannot look into its inbox: ${String(error)}`);
      }
      await sleep(lookEveryMs);
    }
  }

  async function take(name: string): Promise<void> {
    const text = await readFile(join(folder, 'inbox', name), 'utf8');
    await rename(join(folder, 'inbox', name), join(folder, 'done', name));
    try {
      const delivery = readLegacyDelivery(text);
      files.take({
        key: name,
        body: delivery,
        document: `${delivery.supplier} ${delivery.deliveryId}`,
        accept() {
          book.expect(delivery);
          log.event(`warehouse-de02: expects ${delivery.deliveryId}`);
          void receive(delivery);
          return { deliveryId: delivery.deliveryId };
        },
      });
    } catch (error) {
      files.counts.refused++;
      log.trouble(`warehouse-de02: cannot use ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async function receive(delivery: Delivery): Promise<void> {
    if (!(await drawnPause(options.pace.receive, closing, seed, delivery.deliveryId))) return;
    const receipt = book.receive(delivery);
    const name = `${receipt.receiptId}.json`;
    const slow = seededRandom('slow', seed, receipt.receiptId)() < slowShare;
    await (slow ? writeSlowly : writeThenRename)(name, legacyReceipt(receipt));
    receipt.handedOver = true;
    log.event(`warehouse-de02: has taken in ${receipt.receiptId}`);
  }

  async function writeThenRename(name: string, text: string): Promise<void> {
    await writeFile(join(folder, 'outbox', `${name}.part`), text);
    await rename(join(folder, 'outbox', `${name}.part`), join(folder, 'outbox', name));
  }

  async function writeSlowly(name: string, text: string): Promise<void> {
    const half = Math.ceil(text.length / 2);
    await writeFile(join(folder, 'outbox', name), text.slice(0, half));
    await sleep(slowMs);
    await appendFile(join(folder, 'outbox', name), text.slice(half));
  }
}

/** Files under a dotted or temporary name are still being written. */
function isWhole(name: string): boolean {
  return name.endsWith('.json') && !name.startsWith('.');
}
