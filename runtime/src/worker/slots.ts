import { durationMs, type FlowLimits } from '@lineshaft/flow';
import type { Allowance } from '../ledger/lease.ts';

/** This process's part of what all processes share. */
export interface Share {
  /** Processes that work. */
  count: number;
  /** This one's place among them, from 0. */
  place: number;
}

interface FlowSlots {
  limits: FlowLimits;
  busy: number;
  tokens: number;
  refilledAt: number;
}

/**
 * How much this process may work on at once: in all, and for each flow within its own concurrency and rate. Limits of a
 * flow hold over all processes; each takes its part of them, so nobody has to ask anybody.
 */
export class Slots {
  readonly #total: number;
  readonly #flows = new Map<string, FlowSlots>();
  #busy = 0;
  #share: Share = { count: 1, place: 0 };

  constructor(total: number) {
    this.#total = total;
  }

  get busy(): number {
    return this.#busy;
  }

  get free(): number {
    return Math.max(0, this.#total - this.#busy);
  }

  setShare(share: Share): void {
    this.#share = share;
  }

  setLimits(flowId: string, limits: FlowLimits): void {
    const flow = this.#flows.get(flowId);
    if (flow) flow.limits = limits;
    else
      this.#flows.set(flowId, {
        limits,
        busy: 0,
        tokens: limits.rate ? capacity(limits.rate, this.#share) : 0,
        refilledAt: performance.now(),
      });
  }

  /** Takes a slot if the limits allow it. */
  tryTake(flowId: string): boolean {
    const flow = this.#flows.get(flowId);
    if (!flow || this.free === 0 || this.#room(flow) < 1) return false;
    this.take(flowId);
    return true;
  }

  /** Takes a slot for what was leased under `allowances`. */
  take(flowId: string): void {
    this.#busy++;
    const flow = this.#flows.get(flowId);
    if (!flow) return;
    flow.busy++;
    if (flow.limits.rate) flow.tokens -= 1;
  }

  giveBack(flowId: string): void {
    this.#busy--;
    const flow = this.#flows.get(flowId);
    if (flow) flow.busy--;
  }

  /** What may be leased now, in even parts over the flows that have room. */
  allowances(): Allowance[] {
    const { free } = this;
    if (free === 0) return [];
    const rooms = [...this.#flows]
      .map(([flowId, flow]) => ({ flowId, count: this.#room(flow) }))
      .filter(room => room.count >= 1);
    const part = Math.max(1, Math.ceil(free / rooms.length));
    return rooms.map(({ flowId, count }) => ({ flowId, count: Math.min(part, count) }));
  }

  #room(flow: FlowSlots): number {
    const { concurrency, rate } = flow.limits;
    const { count, place } = this.#share;
    const slots =
      concurrency === undefined ? this.#total : Math.floor(concurrency / count) + (place < concurrency % count ? 1 : 0);
    return Math.max(0, Math.min(slots - flow.busy, rate ? Math.floor(this.#refill(flow, rate)) : this.#total));
  }

  #refill(flow: FlowSlots, rate: NonNullable<FlowLimits['rate']>): number {
    const now = performance.now();
    const perMs = rate.count / durationMs(rate.per) / this.#share.count;
    flow.tokens = Math.min(capacity(rate, this.#share), flow.tokens + (now - flow.refilledAt) * perMs);
    flow.refilledAt = now;
    return flow.tokens;
  }
}

/** A bucket holds what one period may start, but always one: or a slow rate over many processes would start nothing. */
function capacity(rate: NonNullable<FlowLimits['rate']>, share: Share): number {
  return Math.max(1, rate.count / share.count);
}
