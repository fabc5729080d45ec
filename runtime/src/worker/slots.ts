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
  /** Held for a lease that is under way. */
  held: number;
  tokens: number;
  refilledAt: number;
  /** Busy ones by partner; only of partners that have any. */
  partners: Map<string, number>;
}

/** Slots that a flow, or a partner of it, gets although others have taken all but the kept ones. */
const ownSlots = 8;

/**
 * How much this process may work on at once: in all, and for each flow within its own concurrency and rate. Limits of a
 * flow hold over all processes; each takes its part of them, so nobody has to ask anybody.
 */
export class Slots {
  readonly #open: number;
  readonly #kept: number;
  readonly #flows = new Map<string, FlowSlots>();
  readonly #maxBytes: number;
  #busy = 0;
  #bytes = 0;
  #turn = 0;
  #share: Share = { count: 1, place: 0 };

  /**
   * @param open slots that any flow may take, all of them if need be
   * @param kept slots beside them for flows and partners that have few at work: one whose target hangs, or that floods,
   * must not stop the others
   * @param maxBytes of messages at work: while there are more, nothing is taken
   */
  constructor(open: number, kept: number, maxBytes = Infinity) {
    this.#open = open;
    this.#kept = kept;
    this.#maxBytes = maxBytes;
  }

  get busy(): number {
    return this.#busy;
  }

  /** Slots that any flow may take. */
  get free(): number {
    return Math.max(0, this.#open - this.#busy);
  }

  /** A message of so many bytes is at work, or (negative) no more. */
  addBytes(bytes: number): void {
    this.#bytes += bytes;
  }

  get #left(): number {
    if (this.#bytes > this.#maxBytes) return 0;
    return Math.max(0, this.#open + this.#kept - this.#busy);
  }

  get share(): Share {
    return this.#share;
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
        held: 0,
        tokens: limits.rate ? capacity(limits.rate, this.#share) : 0,
        refilledAt: performance.now(),
        partners: new Map(),
      });
  }

  /**
   * Takes a slot if the limits allow it.
   * @param behind how many of the same partner wait for one already: there must be room for them, too
   */
  tryTake(flowId: string, partner: string | null = null, behind = 0): boolean {
    const flow = this.#flows.get(flowId);
    if (!flow || this.#room(flow, flow.partners.get(partner ?? '') ?? 0) <= behind) return false;
    this.take(flowId, partner);
    return true;
  }

  /** Takes a slot for what was leased under `allowances`. */
  take(flowId: string, partner: string | null = null): void {
    this.#busy++;
    const flow = this.#flows.get(flowId);
    if (!flow) return;
    flow.busy++;
    flow.partners.set(partner ?? '', (flow.partners.get(partner ?? '') ?? 0) + 1);
    if (flow.limits.rate) flow.tokens -= 1;
  }

  giveBack(flowId: string, partner: string | null = null): void {
    this.#busy--;
    const flow = this.#flows.get(flowId);
    if (!flow) return;
    flow.busy--;
    const left = (flow.partners.get(partner ?? '') ?? 0) - 1;
    if (left > 0) flow.partners.set(partner ?? '', left);
    else flow.partners.delete(partner ?? '');
  }

  /** A slot that was taken for nothing: nothing was started, so the rate is not charged either. */
  giveBackUnused(flowId: string, partner: string | null = null): void {
    this.giveBack(flowId, partner);
    const flow = this.#flows.get(flowId);
    if (flow?.limits.rate) flow.tokens += 1;
  }

  /**
   * What may be leased now, in even parts over the flows that have room, beginning with another one each time. What a
   * flow with limits of its own may lease is held for it until `release`, so that it cannot be taken twice.
   */
  hold(): Allowance[] {
    const rooms = [...this.#flows]
      .map(([flowId, flow]) => ({ flowId, flow, count: this.#room(flow) }))
      .filter(room => room.count >= 1);
    const first = this.#turn++ % Math.max(1, rooms.length);
    let left = this.#left;
    const part = Math.max(1, Math.ceil(left / rooms.length));
    const allowances: Allowance[] = [];
    for (const { flowId, flow, count } of [...rooms.slice(first), ...rooms.slice(0, first)]) {
      const allowed = Math.min(part, count, left);
      if (allowed < 1) break;
      left -= allowed;
      if (isLimited(flow)) flow.held += allowed;
      allowances.push({ flowId, count: allowed });
    }
    return allowances;
  }

  /** The lease is over: from now on only what was taken counts. */
  release(held: readonly Allowance[]): void {
    for (const { flowId, count } of held) {
      const flow = this.#flows.get(flowId);
      if (flow) flow.held = Math.max(0, flow.held - count);
    }
  }

  /** @param few executions at work of whom it is for: the flow, or one of its partners */
  #room(flow: FlowSlots, few = flow.busy): number {
    const { concurrency, rate } = flow.limits;
    const { count, place } = this.#share;
    // Open ones for everybody, then the kept ones for who has few.
    const common = Math.min(this.#left, Math.max(this.free, ownSlots - few));
    const slots =
      concurrency === undefined ? Infinity : Math.floor(concurrency / count) + (place < concurrency % count ? 1 : 0);
    const started = rate ? Math.floor(this.#refill(flow, rate)) : Infinity;
    return Math.max(0, Math.min(common, slots - flow.busy - flow.held, started - flow.held));
  }

  #refill(flow: FlowSlots, rate: NonNullable<FlowLimits['rate']>): number {
    const now = performance.now();
    const perMs = rate.count / durationMs(rate.per) / this.#share.count;
    flow.tokens = Math.min(capacity(rate, this.#share), flow.tokens + (now - flow.refilledAt) * perMs);
    flow.refilledAt = now;
    return flow.tokens;
  }
}

function isLimited({ limits }: FlowSlots): boolean {
  return limits.concurrency !== undefined || limits.rate !== undefined;
}

/** A bucket holds what one period may start, but always one: or a slow rate over many processes would start nothing. */
function capacity(rate: NonNullable<FlowLimits['rate']>, share: Share): number {
  return Math.max(1, rate.count / share.count);
}
