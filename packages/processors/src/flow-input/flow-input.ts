import { implement } from '@lineshaft/flow';
import { flowInputManifest } from './manifest.ts';

/** The end of a channel from other flows. The runtime finds it by the flow's id; there is nothing to open. */
export const flowInput = implement(flowInputManifest, () => ({ receive: async () => async () => {} }));
