import type { MessageInput } from '@lineshaft/api';
import type { TryRequest } from '../../api/try.ts';
import type { DraftFlow, JsonObject } from '../draft-flow.ts';
import { sameJson } from '../save/json-parts.ts';
import { chosenSource, type RunScope, sourcesOf } from './run-scope.ts';

interface WhatToTry {
  scope: RunScope;
  /** The draft as it stands on the screen. */
  document: JsonObject;
  flow: DraftFlow;
  sampleId: string;
  /** The source that was chosen, where there are several. */
  sourceId: string | undefined;
  /** What came into the node when it was tried before: what a node that is run alone gets. */
  input: MessageInput | undefined;
  reallySend: boolean;
}

/** The request to the runtime. A node of which no input is known is run with everything that leads to it. */
export function tryRequestOf({ scope, document, flow, sampleId, sourceId, input, reallySend }: WhatToTry): TryRequest {
  const base = { definition: document, reallySend };
  if (scope.kind === 'only' && scope.onSample) return { ...base, sample: { id: sampleId }, only: scope.nodeId };
  if (scope.kind === 'only' && input) return { ...base, sample: input, only: scope.nodeId };
  const sources = sourcesOf(flow, scope);
  if (scope.kind === 'only' && sources.length === 0) return { ...base, sample: { id: sampleId }, only: scope.nodeId };
  const source = chosenSource(sources, sourceId);
  return {
    ...base,
    sample: { id: sampleId },
    ...(sources.length > 1 && source ? { source: source.id } : {}),
    ...(scope.kind === 'all' ? {} : { until: scope.nodeId }),
  };
}

const drawing = new Set(['layout', 'notes', 'name', 'description', 'owner', 'domain']);

/** Whether what was tried no longer is what stands there; how it is drawn does not count. */
export function isOutdated(tried: JsonObject, document: JsonObject): boolean {
  if (tried === document) return false;
  const keys = new Set([...Object.keys(tried), ...Object.keys(document)]);
  return [...keys].some(key => !drawing.has(key) && !sameJson(tried[key], document[key]));
}
