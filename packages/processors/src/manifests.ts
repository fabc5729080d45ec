import { aggregatorManifest } from './aggregator/manifest.ts';
import { callFlowManifest } from './call-flow/manifest.ts';
import { contentBasedRouterManifest } from './content-based-router/manifest.ts';
import { contentEnricherManifest } from './content-enricher/manifest.ts';
import { delayManifest } from './delay/manifest.ts';
import { duplicateGateManifest } from './duplicate-gate/manifest.ts';
import { flowInputManifest } from './flow-input/manifest.ts';
import { mappingManifest } from './mapping/manifest.ts';
import { messageFilterManifest } from './message-filter/manifest.ts';
import { publishManifest } from './publish/manifest.ts';
import { replyManifest } from './reply/manifest.ts';
import { resequencerManifest } from './resequencer/manifest.ts';
import { splitterManifest } from './splitter/manifest.ts';
import { subscribeManifest } from './subscribe/manifest.ts';
import { validateManifest } from './validate/manifest.ts';
import { wireTapManifest } from './wire-tap/manifest.ts';

/** Every node type of this package, as plain data; safe in a browser. */
export const processorManifests = [
  aggregatorManifest,
  callFlowManifest,
  contentBasedRouterManifest,
  contentEnricherManifest,
  delayManifest,
  duplicateGateManifest,
  flowInputManifest,
  mappingManifest,
  messageFilterManifest,
  publishManifest,
  replyManifest,
  resequencerManifest,
  splitterManifest,
  subscribeManifest,
  validateManifest,
  wireTapManifest,
];
