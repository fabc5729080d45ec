import type { NodeImplementations } from '@lineshaft/flow';

/** Their code, by type. */
export const processorImplementations: NodeImplementations = {
  'content-based-router': async () =>
    (await import('./content-based-router/content-based-router.ts')).contentBasedRouter,
  mapping: async () => (await import('./mapping/mapping.ts')).mapping,
  reply: async () => (await import('./reply/reply.ts')).reply,
};
