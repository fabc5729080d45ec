import { apiRoutes, type ConnectionMode, type MessageInput, type PinnedOutput } from '@lineshaft/api';
import {
  Body,
  type Connect,
  type Emitted,
  type ErrorRecord,
  LineshaftError,
  type NodeImplementations,
  type NodeTypes,
} from '@lineshaft/flow';
import type { Hono } from 'hono';
import type { PreparedNode } from '../../engine/prepare-flow.ts';
import type { Flows } from '../../store/flows.ts';
import type { Samples } from '../../store/samples.ts';
import { bytesOf } from '../given-body.ts';
import { mountRoute } from '../mount-route.ts';
import { HttpProblem } from '../problem-details.ts';
import { runTrial, type TrialOptions } from './run-trial.ts';
import { viewTrial } from './trial-view.ts';
import { tryableFlow } from './tryable-flow.ts';

export interface TryContext {
  flows: Flows;
  samples: Samples;
  nodeTypes: NodeTypes;
  implementations: NodeImplementations;
  deliversOutside(this: void, nodeType: string): boolean;
  connections(this: void): Promise<ReadonlyMap<string, { mode: ConnectionMode }>>;
  /** What a node gets to reach its connection. */
  connect(this: void, connectionId: string | undefined, nodeName: string): Connect;
  redact(this: void, error: ErrorRecord): ErrorRecord;
}

export function mountTry(app: Hono, context: TryContext): void {
  const { flows, samples, nodeTypes, implementations, deliversOutside, redact } = context;

  mountRoute(app, apiRoutes.try.tryFlow, async ({ params: { id }, body }) => {
    const { definition, sample, reallySend, bodyLimit, ...scope } = body;
    const draft = definition ?? (await flows.find(id))?.draft;
    if (!draft) throw new HttpProblem('not-found', `There is no flow "${id}". Send the definition to be tried.`);
    const tryable = tryableFlow(draft, scope, nodeTypes);
    const pins = pinsOf(body.pins ?? (await keptPins(samples, id)));
    // A node that is asked for alone is to run.
    if (scope.only !== undefined) pins.delete(scope.only);
    const startedAt = performance.now();
    const trial = await runTrial(tryable, {
      implementations,
      sample: await sampleOf(samples, id, sample),
      pins,
      deliversOutside,
      connectOf: reallySend ? connectOf(context, await context.connections()) : undefined,
    });
    return viewTrial(trial, {
      entry: tryable.entry,
      durationMs: performance.now() - startedAt,
      bodyLimit,
      isPinned: nodeId => pins.has(nodeId),
      redact,
    });
  });
}

async function sampleOf(
  samples: Samples,
  flowId: string,
  asked: { id: string } | MessageInput,
): Promise<TrialOptions['sample']> {
  if (!('id' in asked)) return itemOf(asked);
  const kept = await samples.find(flowId, asked.id);
  if (!kept) throw new HttpProblem('not-found', `Flow "${flowId}" has no sample ${asked.id}.`);
  return { contentType: kept.contentType, headers: kept.headers, body: Body.fromBytes(kept.body) };
}

async function keptPins(samples: Samples, flowId: string): Promise<Record<string, PinnedOutput[]>> {
  return Object.fromEntries((await samples.pins(flowId)).map(({ nodeId, outputs }) => [nodeId, outputs]));
}

function pinsOf(pins: Record<string, PinnedOutput[]>): Map<string, readonly Emitted[]> {
  return new Map(
    Object.entries(pins).map(([nodeId, outputs]) => [
      nodeId,
      outputs.map(output => ({ port: output.port, ...itemOf(output) })),
    ]),
  );
}

function itemOf({ contentType, headers, body }: MessageInput) {
  return { contentType, headers, body: Body.fromBytes(bytesOf(body)) };
}

/** What is held for everybody is held for who tries, too. */
function connectOf({ connect }: TryContext, connections: ReadonlyMap<string, { mode: ConnectionMode }>) {
  return ({ node }: PreparedNode): Connect => {
    const mode = connections.get(node.connection ?? '')?.mode ?? 'normal';
    if (mode === 'normal') return connect(node.connection, node.name);
    return () => {
      throw new LineshaftError('connection-held', `Deliveries over the connection "${node.connection}" are held.`);
    };
  };
}
