import { durationMs, type FlowRetention, flowRetentionSchema } from '@lineshaft/flow';

/** For how long something is kept, milliseconds. */
export interface KeptFor {
  payloadsMs: number;
  /** What remains without payloads; at least as long as these. */
  metadataMs: number;
}

const usual = toKeptFor(flowRetentionSchema.parse({}));

/** How long each flow keeps what is accepted for it now. */
export class Retentions {
  readonly #flows = new Map<string, KeptFor>();

  /** @returns the same, in milliseconds */
  set(flowId: string, retention: FlowRetention): KeptFor {
    const kept = toKeptFor(retention);
    this.#flows.set(flowId, kept);
    return kept;
  }

  of(flowId: string): KeptFor {
    return this.#flows.get(flowId) ?? usual;
  }

  all(): KeptFor[] {
    return [...this.#flows.values()];
  }
}

function toKeptFor({ payloads, metadata }: FlowRetention): KeptFor {
  const payloadsMs = durationMs(payloads);
  return { payloadsMs, metadataMs: Math.max(payloadsMs, durationMs(metadata)) };
}
