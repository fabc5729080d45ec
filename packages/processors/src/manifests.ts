import { contentBasedRouterManifest } from './content-based-router/manifest.ts';
import { mappingManifest } from './mapping/manifest.ts';
import { replyManifest } from './reply/manifest.ts';

/** Every node type of this package, as plain data; safe in a browser. */
export const processorManifests = [contentBasedRouterManifest, mappingManifest, replyManifest];
