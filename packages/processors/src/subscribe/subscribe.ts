import { implement } from '@lineshaft/flow';
import { subscribeManifest } from './manifest.ts';

/** Publish-Subscribe Channel, a receiving end. The runtime knows it by its topic; there is nothing to open. */
export const subscribe = implement(subscribeManifest, () => ({ receive: async () => async () => {} }));
