import type { NodeImplementations } from '@lineshaft/flow';

/** Their code, by type. */
export const processorImplementations: NodeImplementations = {
  aggregator: async () => (await import('./aggregator/aggregator.ts')).aggregator,
  'call-flow': async () => (await import('./call-flow/call-flow.ts')).callFlow,
  'content-based-router': async () =>
    (await import('./content-based-router/content-based-router.ts')).contentBasedRouter,
  'content-enricher': async () => (await import('./content-enricher/content-enricher.ts')).contentEnricher,
  delay: async () => (await import('./delay/delay.ts')).delay,
  'duplicate-gate': async () => (await import('./duplicate-gate/duplicate-gate.ts')).duplicateGate,
  'flow-input': async () => (await import('./flow-input/flow-input.ts')).flowInput,
  mapping: async () => (await import('./mapping/mapping.ts')).mapping,
  'message-filter': async () => (await import('./message-filter/message-filter.ts')).messageFilter,
  publish: async () => (await import('./publish/publish.ts')).publish,
  reply: async () => (await import('./reply/reply.ts')).reply,
  resequencer: async () => (await import('./resequencer/resequencer.ts')).resequencer,
  splitter: async () => (await import('./splitter/splitter.ts')).splitter,
  subscribe: async () => (await import('./subscribe/subscribe.ts')).subscribe,
  validate: async () => (await import('./validate/validate.ts')).validate,
  'wire-tap': async () => (await import('./wire-tap/wire-tap.ts')).wireTap,
};
