import { setMaxListeners } from 'node:events';
import { createErp } from './erp/erp.ts';
import { listen } from './service/listen.ts';
import { createLog, type Log } from './service/log.ts';
import type { OutboxOptions } from './service/outbox.ts';
import { createPortal, type PortalOptions } from './portal/portal.ts';

export interface TwinsOptions {
  /** Default `127.0.0.1`. */
  host?: string;
  /** Default 4410; 0 takes a free one. */
  erpPort?: number;
  /** Default 4420; 0 takes a free one. */
  portalPort?: number;
  /** Where the runtime answers, default `http://127.0.0.1:4400`. */
  runtimeUrl?: string;
  /** Orders, answers and faults follow from it. Default 1. */
  seed?: number;
  /** Milliseconds from one order to the next, default 5000. 0: none but by `POST /release`. */
  orderEveryMs?: number;
  /** How long suppliers take to answer, default 500 to 3000 ms. */
  acknowledgeAfterMs?: PortalOptions['acknowledgeAfterMs'];
  /** How tries follow each other: 250 ms, doubling up to 5 s, each for 10 s. */
  patience?: OutboxOptions['patience'];
  log?: Log;
}

export interface Twins {
  erp: { url: string };
  portal: { url: string };
  /** Stops sending, cuts open connections and frees the ports. */
  close(): Promise<void>;
}

/** Starts the ERP and the supplier portal. @throws Error when a port is taken. */
export async function startTwins(options: TwinsOptions = {}): Promise<Twins> {
  const stop = new AbortController();
  // Every document that waits for its next try listens; their number is bounded elsewhere.
  setMaxListeners(0, stop.signal);
  const host = options.host ?? '127.0.0.1';
  const both = {
    seed: options.seed ?? 1,
    runtimeUrl: (options.runtimeUrl ?? 'http://127.0.0.1:4400').replace(/\/+$/, ''),
    closing: stop.signal,
    log: options.log ?? createLog(false),
    patience: options.patience,
  };
  const acknowledgeAfterMs = options.acknowledgeAfterMs ?? { least: 500, most: 3000 };
  // The portal first: the ERP releases orders as soon as it is made.
  const portal = await listen(createPortal({ ...both, acknowledgeAfterMs }), {
    name: 'portal',
    host,
    port: options.portalPort ?? 4420,
  });
  try {
    const erpApp = createErp({ ...both, orderEveryMs: options.orderEveryMs ?? 5000 });
    const erp = await listen(erpApp, { name: 'erp', host, port: options.erpPort ?? 4410 });
    return {
      erp: { url: erp.url },
      portal: { url: portal.url },
      async close() {
        stop.abort();
        await Promise.all([erp.close(), portal.close()]);
      },
    };
  } catch (error) {
    stop.abort();
    await portal.close();
    throw error;
  }
}
