import { type FlowLimits, RetryAfterError } from '@lineshaft/flow';
import type { BacklogCount, CountedFlow } from './count-backlog.ts';

/** What one partner of a flow has in the ledger. */
interface PartnerBacklog {
  /** Executions that are not at their end. */
  open: number;
  /** Of those: due, and leased by nobody. */
  queued: number;
}

interface FlowBacklog {
  limit: number;
  partners: Map<string, PartnerBacklog>;
  open: number;
  /** Executions that end, in all processes, a second; undefined: not known yet. */
  drainRate: number | undefined;
  /** What happened in this process since the last count began. */
  since: Map<string, PartnerBacklog>;
  endedSince: number;
}

/** Open executions of a flow that says nothing. */
const usualLimit = 100_000;

/** The part of a flow's backlog that one partner may take. */
const partnerPart = 0.5;

/** Retry-After, seconds: at least, at most, and while nobody knows how fast the backlog drains. */
const retryAfter = { least: 1, most: 300, unknown: 10 };

/** A count is followed by so many times the time that it took, at least. */
const costOfCounting = 20;

/** How much the last count says about the drain rate, against all before. */
const weightOfLast = 0.4;

/**
 * What is accepted and not at its end, by flow and partner: counted over all processes about once a second, kept up in
 * between with what this process does. Says when a flow or a partner of it has so much that no more is taken.
 */
export class Backlog {
  readonly #flows = new Map<string, FlowBacklog>();
  #countedAt: number | undefined;
  #nextCountAt = -Infinity;

  setLimits(flowId: string, limits: FlowLimits): void {
    this.#flow(flowId).limit = limits.backlog ?? usualLimit;
  }

  /** What is to be counted: all flows, each a little beyond its limit. */
  get counted(): CountedFlow[] {
    return [...this.#flows].map(([flowId, { limit }]) => ({ flowId, upTo: Math.ceil(limit * 1.1) }));
  }

  accepted(flowId: string, partner: string | null, queued: boolean): void {
    this.#note(flowId, partner, 1, queued ? 1 : 0);
  }

  /** One that was queued is at work now. */
  leased(flowId: string, partner: string | null): void {
    this.#note(flowId, partner, 0, -1);
  }

  ended(flowId: string, partner: string | null): void {
    this.#flow(flowId).endedSince++;
    this.#note(flowId, partner, -1, 0);
  }

  /** How many of the same partner are due and wait: a new one must not overtake them. */
  queued(flowId: string, partner: string | null): number {
    return this.#flows.get(flowId)?.partners.get(partner ?? '')?.queued ?? 0;
  }

  /** @throws RetryAfterError `overloaded` when no more is taken, with the time in which what is there should drain */
  check(flowId: string, partner: string | null): void {
    const flow = this.#flows.get(flowId);
    if (!flow) return;
    const { open, limit } = flow;
    if (open >= limit) {
      const sentence = `The flow "${flowId}" has ${open} messages that are not through, and takes up to ${limit}.`;
      throw overloaded(sentence, secondsToDrain(flow, open));
    }
    if (partner === null) return;
    const ofPartner = flow.partners.get(partner)?.open ?? 0;
    const part = Math.max(1, Math.floor(limit * partnerPart));
    if (ofPartner < part) return;
    const sentence = `The flow "${flowId}" has ${ofPartner} messages of this partner that are not through, and takes up to ${part} of one.`;
    throw overloaded(sentence, secondsToDrain(flow, ofPartner));
  }

  /**
   * Counts anew, unless the last count was costly and not long ago.
   * @param count asks the ledger
   * @param clock milliseconds that only ever grow
   */
  async refresh(
    count: (flows: CountedFlow[]) => Promise<BacklogCount[]>,
    clock = () => performance.now(),
  ): Promise<void> {
    const now = clock();
    if (now < this.#nextCountAt) return;
    const before = [...this.#flows.values()].map(flow => {
      const { endedSince, open } = flow;
      Object.assign(flow, { since: new Map(), endedSince: 0 });
      return { flow, endedSince, open };
    });
    const counts = Map.groupBy(await count(this.counted), ({ flowId }) => flowId);
    this.#nextCountAt = now + (clock() - now) * costOfCounting;
    const seconds = this.#countedAt === undefined ? undefined : (now - this.#countedAt) / 1000;
    this.#countedAt = now;
    for (const [flowId, flow] of this.#flows) {
      const counted = counts.get(flowId) ?? [];
      flow.partners = new Map(counted.map(({ partner, open, queued }) => [partner, { open, queued }]));
      flow.open = counted.reduce((sum, { open }) => sum + open, 0);
      const last = before.find(one => one.flow === flow);
      if (last && seconds) learnDrainRate(flow, last, seconds);
      for (const [partner, { open, queued }] of flow.since) this.#add(flow, partner, open, queued);
    }
  }

  /** For metrics: the flows, and the partners that have most. */
  *state(partnersOfFlow = 20): Generator<{ flowId: string; open: number; partners: [string, number][] }> {
    for (const [flowId, { open, partners }] of this.#flows) {
      const named = [...partners].filter(([partner, has]) => partner !== '' && has.open > 0);
      const largest = named.toSorted(([, a], [, b]) => b.open - a.open).slice(0, partnersOfFlow);
      yield { flowId, open, partners: largest.map(([partner, has]) => [partner, has.open]) };
    }
  }

  #flow(flowId: string): FlowBacklog {
    const known = this.#flows.get(flowId);
    if (known) return known;
    const flow: FlowBacklog = {
      limit: usualLimit,
      partners: new Map(),
      open: 0,
      drainRate: undefined,
      since: new Map(),
      endedSince: 0,
    };
    this.#flows.set(flowId, flow);
    return flow;
  }

  #note(flowId: string, partner: string | null, open: number, queued: number): void {
    const flow = this.#flow(flowId);
    const since = flow.since.get(partner ?? '') ?? { open: 0, queued: 0 };
    flow.since.set(partner ?? '', { open: since.open + open, queued: since.queued + queued });
    this.#add(flow, partner ?? '', open, queued);
  }

  #add(flow: FlowBacklog, partner: string, open: number, queued: number): void {
    const has = flow.partners.get(partner) ?? { open: 0, queued: 0 };
    has.open = Math.max(0, has.open + open);
    has.queued = Math.max(0, has.queued + queued);
    flow.open = Math.max(0, flow.open + open);
    flow.partners.set(partner, has);
  }
}

/** What ended here, and what others ended: the backlog is smaller than this process alone can account for. */
function learnDrainRate(flow: FlowBacklog, last: { endedSince: number; open: number }, seconds: number): void {
  const ended = last.endedSince + Math.max(0, last.open - flow.open);
  const rate = ended / seconds;
  flow.drainRate = flow.drainRate === undefined ? rate : flow.drainRate * (1 - weightOfLast) + rate * weightOfLast;
}

function secondsToDrain({ drainRate }: FlowBacklog, open: number): number {
  const seconds = drainRate === undefined ? retryAfter.unknown : open / drainRate;
  return Math.min(retryAfter.most, Math.max(retryAfter.least, Math.ceil(seconds)));
}

function overloaded(sentence: string, seconds: number): RetryAfterError {
  return new RetryAfterError('overloaded', `${sentence} Send it again in ${seconds} s.`, seconds * 1000);
}
