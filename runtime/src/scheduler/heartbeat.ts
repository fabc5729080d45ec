import type { Pool } from 'pg';
import { type Epoch, Fenced } from '../ledger/epoch.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { giveBackLeases, ownLeases } from '../ledger/own-leases.ts';
import { livingWorkers } from '../ledger/sweep.ts';
import type { Worker } from '../worker/worker.ts';

export interface HeartbeatContext {
  pool: Pool;
  epoch: Epoch;
  ledger: Ledger;
  worker: Worker | undefined;
  onFenced(): void;
}

/**
 * What every process does twice a second: say that it lives, take its part of shared limits, and compare the leases that
 * the ledger says it holds with what it works on.
 */
export class Heartbeat {
  readonly #context: HeartbeatContext;
  /** Leases that nobody here worked on at the last beat: a connection lost at the wrong moment leaves such. */
  #unattended: ReadonlySet<string> = new Set();
  /** The call that was taking leases at the last beat. */
  #leasing: object | undefined;

  constructor(context: HeartbeatContext) {
    this.#context = context;
  }

  async beat(): Promise<void> {
    const { pool, epoch, worker } = this.#context;
    try {
      await epoch.beat();
    } catch (error) {
      if (!(error instanceof Fenced)) throw error;
      this.#context.onFenced();
      return;
    }
    if (!worker) return;
    worker.slots.setShare(await livingWorkers(pool, epoch));
    await this.#compareLeases(worker);
  }

  async #compareLeases(worker: Worker): Promise<void> {
    const { pool, epoch, ledger } = this.#context;
    const epochId = epoch.id;
    const leases = await ownLeases(pool, epochId);
    for (const { id, cancelRequested } of leases) if (cancelRequested) worker.cancel(id);

    // What is still on its way here, since the last beat or longer, is not lost.
    if (ledger.leasing !== undefined && ledger.leasing === this.#leasing) return;
    this.#leasing = ledger.leasing;
    const unattended = leases.map(lease => lease.id).filter(id => !worker.attends(id) && !ledger.arriving.has(id));
    // One that is being taken right now is attended at the next beat; given back is what was not for two.
    const lost = unattended.filter(id => this.#unattended.has(id));
    this.#unattended = new Set(unattended);
    if (lost.length > 0) await giveBackLeases(pool, epochId, lost);
  }
}
