import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { setMaxListeners } from 'node:events';
import { createEcho } from './echo/echo.ts';
import { createErp } from './erp/erp.ts';
import { createInvoicing } from './invoicing/invoicing.ts';
import { createPlanner } from './planner/planner.ts';
import { createPortal } from './portal/portal.ts';
import { listen, type Listening } from './service/listen.ts';
import { createLog, type Log } from './service/log.ts';
import { unhurried, type Pace } from './service/pace.ts';
import type { TwinOptions } from './service/twin-options.ts';
import { createWarehouseDe01 } from './warehouse/warehouse-de01.ts';
import { createWarehouseDe02 } from './warehouse/warehouse-de02.ts';

/** The twins and the ports that they have when nothing else is asked for. */
export const defaultPorts = {
  erp: 4410,
  portal: 4420,
  warehouseDe01: 4430,
  warehouseDe02: 4440,
  invoicing: 4450,
  planner: 4460,
  echo: 4470,
};

export type TwinName = keyof typeof defaultPorts;

export interface TwinsOptions {
  /** Default `127.0.0.1`. */
  host?: string;
  /** 0 takes a free one. */
  ports?: Partial<Record<TwinName, number>>;
  /** Where files for and of the warehouse DE02 lie. */
  warehouseDe02Folder: string;
  /** Where the runtime answers, default `http://127.0.0.1:4400`. */
  runtimeUrl?: string;
  /** Orders, answers and faults follow from it. Default 1. */
  seed?: number;
  /** Milliseconds from one order to the next, default 5000. 0: none but by `POST /release`. */
  orderEveryMs?: number;
  /** How long the world takes for its work. Default: slow enough to watch. */
  pace?: Pace;
  /** Share of the orders that are changed later, default 0.3. */
  changedShare?: number;
  /** Share of the invoices that the ERP refuses to post, default 0.02. */
  closedPeriodShare?: number;
  /** How tries follow each other: 250 ms, doubling up to 5 s, each for 10 s. */
  patience?: TwinOptions['patience'];
  log?: Log;
}

export type Twins = Record<TwinName, { url: string }> & {
  /** Stops sending, cuts open connections and frees the ports. */
  close(): Promise<void>;
};

/** Starts all twins. @throws Error when a port is taken. */
export async function startTwins(options: TwinsOptions): Promise<Twins> {
  const stop = new AbortController();
  // Every document that waits for its next try listens; their number is bounded elsewhere.
  setMaxListeners(0, stop.signal);
  const host = options.host ?? '127.0.0.1';
  const pace = options.pace ?? unhurried;
  const all: TwinOptions = {
    seed: options.seed ?? 1,
    runtimeUrl: (options.runtimeUrl ?? 'http://127.0.0.1:4400').replace(/\/+$/, ''),
    closing: stop.signal,
    log: options.log ?? createLog(false),
    patience: options.patience,
  };
  const listening: Listening[] = [];
  const close = async () => {
    stop.abort();
    await Promise.all(listening.map(each => each.close()));
  };
  const start = async (name: TwinName, app: () => Hono<{ Bindings: HttpBindings }>) => {
    const started = await listen(app(), { name, host, port: options.ports?.[name] ?? defaultPorts[name] });
    listening.push(started);
    return { url: started.url };
  };
  try {
    const portal = await start('portal', () => createPortal({ ...all, pace }));
    const warehouseDe01 = await start('warehouseDe01', () => createWarehouseDe01({ ...all, pace }));
    const folder = options.warehouseDe02Folder;
    const warehouseDe02 = await start('warehouseDe02', () => createWarehouseDe02({ ...all, pace, folder }));
    const invoicing = await start('invoicing', () => createInvoicing(all));
    const planner = await start('planner', () => createPlanner(all));
    const echo = await start('echo', () => createEcho(all));
    // The last one: the ERP releases orders as soon as it is made.
    const erp = await start('erp', () =>
      createErp({
        ...all,
        pace,
        orderEveryMs: options.orderEveryMs ?? 5000,
        changedShare: options.changedShare ?? 0.3,
        closedPeriodShare: options.closedPeriodShare ?? 0.02,
      }),
    );
    return { erp, portal, warehouseDe01, warehouseDe02, invoicing, planner, echo, close };
  } catch (error) {
    await close();
    throw error;
  }
}
