import { apiRoutes, maxSampleBytes, type MessageInput, type Pin, type SampleSummary } from '@lineshaft/api';
import type { Hono } from 'hono';
import type { Database } from '../database/database.ts';
import { type ExecutionTrace, readTrace, type StoredBody } from '../ledger/execution-detail.ts';
import { findExecution } from '../ledger/find-executions.ts';
import { newId } from '../ledger/ids.ts';
import type { Flows } from '../store/flows.ts';
import type { SampleContent, Samples, StoredPin, StoredSample } from '../store/samples.ts';
import { asGiven, bytesOf } from './given-body.ts';
import { mountRoute } from './mount-route.ts';
import { HttpProblem } from './problem-details.ts';

export interface SampleResourceContext {
  database: Database;
  flows: Flows;
  samples: Samples;
}

const maxSamples = 100;
const maxPinBytes = 1024 * 1024;

export function mountSamples(app: Hono, { database, flows, samples }: SampleResourceContext): void {
  const routes = apiRoutes.samples;

  const requireFlow = async (id: string) => {
    if (!(await flows.find(id))) throw new HttpProblem('not-found', `There is no flow "${id}".`);
  };
  const find = async (flowId: string, id: string): Promise<StoredSample> => {
    const sample = await samples.find(flowId, id);
    if (!sample) throw noSample(flowId, id);
    return sample;
  };

  mountRoute(app, routes.listSamples, async ({ params }) => {
    await requireFlow(params.id);
    const found = await samples.list(params.id);
    return { samples: found.map(sample => ({ ...sample, updatedAt: sample.updatedAt.toISOString() })) };
  });

  mountRoute(app, routes.getSample, async ({ params }) => {
    const sample = await find(params.id, params.sampleId);
    return { ...toSummary(sample), headers: sample.headers, body: asGiven(sample.body) };
  });

  mountRoute(app, routes.addSample, async ({ params, body }) => {
    await requireFlow(params.id);
    if ((await samples.list(params.id)).length >= maxSamples)
      throw new HttpProblem('conflict', `Flow "${params.id}" has ${maxSamples} samples. Delete one first.`);
    const taken = 'executionId' in body;
    const content = taken ? await recorded(database, body) : given(body);
    const id = newId();
    await samples.add(params.id, id, content, taken ? body.executionId : null);
    return toSummary(await find(params.id, id));
  });

  mountRoute(app, routes.saveSample, async ({ params, body }) => {
    if (!(await samples.replace(params.id, params.sampleId, given(body)))) throw noSample(params.id, params.sampleId);
    return toSummary(await find(params.id, params.sampleId));
  });

  mountRoute(app, routes.deleteSample, async ({ params }) => {
    if (!(await samples.remove(params.id, params.sampleId))) throw noSample(params.id, params.sampleId);
    return { id: params.sampleId };
  });

  mountRoute(app, routes.listPins, async ({ params }) => {
    await requireFlow(params.id);
    return { pins: (await samples.pins(params.id)).map(toPin) };
  });

  mountRoute(app, routes.savePin, async ({ params, body }) => {
    await requireFlow(params.id);
    const size = body.outputs.reduce((sum, output) => sum + bytesOf(output.body).length, 0);
    if (size > maxPinBytes)
      throw new HttpProblem(
        'body-too-large',
        `A node is pinned to at most 1 MiB, but these outputs have ${size} bytes.`,
      );
    return toPin(await samples.pin(params.id, params.nodeId, body.outputs));
  });

  mountRoute(app, routes.deletePin, async ({ params }) => {
    if (!(await samples.unpin(params.id, params.nodeId)))
      throw new HttpProblem('not-found', `The node "${params.nodeId}" of flow "${params.id}" is not pinned.`);
    return { nodeId: params.nodeId };
  });
}

const noSample = (flowId: string, id: string) => new HttpProblem('not-found', `Flow "${flowId}" has no sample ${id}.`);

function given({ name, body, ...content }: MessageInput & { name: string }): SampleContent {
  const bytes = bytesOf(body);
  refuseTooLarge(bytes.length);
  return { name, ...content, body: bytes };
}

/** What an execution has recorded: its message, or what came into one of its node runs. */
async function recorded(
  { kysely }: Database,
  { executionId, run, name }: { executionId: string; run?: number | undefined; name?: string | undefined },
): Promise<SampleContent> {
  const [execution, trace] = [await findExecution(kysely, executionId), await readTrace(kysely, executionId)];
  if (!execution || !trace) throw new HttpProblem('not-found', `There is no execution ${executionId}.`);
  const { contentType, headers, body, nodeId } = itemOf(trace, run);
  if (!body.bytes)
    throw new HttpProblem(
      'conflict',
      'The payloads of the execution were kept for as long as its flow says, and are gone.',
    );
  refuseTooLarge(body.size);
  const [key = executionId.slice(0, 8)] = Object.values(execution.keys).flat();
  const made = [key, nodeId, execution.acceptedAt.toISOString().slice(0, 16).replace('T', ' ')];
  const label = made.filter(part => part !== undefined).join(', ');
  return { name: name ?? label.slice(0, 120), contentType, headers, body: body.bytes };
}

function itemOf(trace: ExecutionTrace, run: number | undefined): Item {
  if (run === undefined) return { ...trace.message, nodeId: undefined };
  const found = trace.nodeRuns.find(one => one.run === run);
  if (!found) throw new HttpProblem('not-found', `The execution has no node run ${run}.`);
  return { ...found.input, nodeId: found.nodeId };
}

interface Item {
  contentType: string;
  headers: Record<string, string>;
  body: StoredBody;
  nodeId: string | undefined;
}

function refuseTooLarge(size: number): void {
  if (size <= maxSampleBytes) return;
  throw new HttpProblem('body-too-large', `A sample has at most 10 MiB, but this one has ${size} bytes.`);
}

function toSummary({ headers: _headers, body, updatedAt, ...sample }: StoredSample): SampleSummary {
  return { ...sample, size: body.length, updatedAt: updatedAt.toISOString() };
}

const toPin = (pin: StoredPin): Pin => ({ ...pin, updatedAt: pin.updatedAt.toISOString() });
