import {
  Body,
  defineManifest,
  type Emitted,
  type FlowDefinition,
  flowDefinitionSchema,
  implement,
  type Message,
  type NodeImplementations,
  passOn,
  type RunContext,
} from '@lineshaft/flow';
import { runContext } from '@lineshaft/flow/testing';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Database } from '../database/open-database.ts';
import { acceptMessage, type OpenSource } from '../intake/accept-message.ts';
import { Admission } from '../intake/admission.ts';
import { KeyExpressions } from '../intake/evaluate-keys.ts';
import { Backlog } from '../ledger/backlog.ts';
import { Epoch } from '../ledger/epoch.ts';
import { readTrace } from '../ledger/execution-detail.ts';
import { findExecution } from '../ledger/find-executions.ts';
import { Ledger } from '../ledger/ledger.ts';
import { FlowVersions } from '../store/flow-versions.ts';
import { Flows } from '../store/flows.ts';
import { createLog } from '../telemetry/log.ts';
import { Metrics } from '../telemetry/metrics.ts';
import { FairShares } from '../intake/fair-shares.ts';
import { WaitingSenders } from '../intake/waiting-senders.ts';
import type { DeliveryGate } from './delivery-gate.ts';
import type { NodeServices } from './node-services.ts';
import { durableState } from './durable-state.ts';
import { Worker } from './worker.ts';

type Deliver = (message: Message, context: RunContext) => Promise<Emitted[]> | Emitted[];

/** A worker on a real database, with sinks that do what the test says. */
export class WorkerBench {
  readonly #database: Database;
  readonly flows: Flows;
  readonly senders = new WaitingSenders();
  readonly #versions: FlowVersions;
  /** What the sinks of a flow do, by node id. */
  readonly sinks = new Map<string, Deliver>();
  /** What goes before a processor passes its message on, by node id. */
  readonly processors = new Map<string, () => Promise<void> | void>();
  epoch!: Epoch;
  ledger!: Ledger;
  worker!: Worker;
  readonly backlog = new Backlog();
  fenced = 0;
  /** What becomes of errors before they are kept. */
  redact: NodeServices['redact'] = error => error;
  /** What stands before deliveries over a connection. */
  enter: DeliveryGate['enter'] = async () => ({ kind: 'admitted', leave: () => {} });
  /** What goes before the preparation of a flow version, if the test wants anything. */
  beforePrepare: () => Promise<void> | void = () => {};
  readonly #pool: Pool;

  /** @param pool what the ledger takes for the database's pool */
  constructor(database: Database, pool: Pool = database.pool) {
    this.#database = database;
    this.#pool = pool;
    this.flows = new Flows(database.kysely);
    this.#versions = new FlowVersions(this.flows, this.#implementations());
  }

  async start(): Promise<void> {
    const log = createLog('silent');
    const metrics = new Metrics();
    const epoch = await Epoch.register(this.#database.pool, ['worker']);
    this.epoch = epoch;
    this.ledger = new Ledger(this.#pool, epoch, log, metrics);
    this.worker = new Worker({
      ledger: this.ledger,
      epoch,
      log,
      metrics,
      backlog: this.backlog,
      reply: (executionId, reply) => this.senders.answer(executionId, reply),
      services: {
        gate: { enter: (connection, wasHeld) => this.enter(connection, wasHeld) },
        connect: () => () => {
          throw new Error('The test gave this node no connection.');
        },
        redact: error => this.redact(error),
        state: run =>
          durableState({ ledger: this.ledger, announceWork: () => this.worker.wake(), onFenced: () => {} }, run),
        channels: () => runContext().channels,
      },
      prepared: async (flowId, version) => {
        await this.beforePrepare();
        return this.#versions.prepared(flowId, version);
      },
      onFenced: () => {
        this.fenced++;
      },
    });
    for (const { id, version } of await this.flows.deployed()) {
      this.worker.slots.setLimits(id, (await this.#versions.prepared(id, version)).definition.limits);
    }
    this.worker.start();
  }

  /** As kill -9: nothing more is written, and the others take the process for dead. */
  async kill(): Promise<void> {
    this.worker.dropAll();
    await this.worker.stop(0);
    await this.epoch.end();
  }

  async publish(definition: Pick<FlowDefinition, 'id'> & Record<string, unknown>): Promise<void> {
    const parsed = flowDefinitionSchema.parse({
      format: 'lineshaft/flow@1',
      name: 'Test',
      owner: 'tests',
      domain: 'tests',
      ...definition,
    });
    await this.flows.saveDraft(parsed.id, parsed);
    await this.flows.publish(parsed, undefined);
  }

  /** Sends a JSON body into a flow's source `in`; resolves with the execution's id. */
  async send(flowId: string, value: unknown, options: { local?: boolean; partner?: string } = {}): Promise<string> {
    const [deployed] = (await this.flows.deployed()).filter(flow => flow.id === flowId);
    const flow = await this.#versions.prepared(flowId, deployed?.version ?? 0);
    const source: OpenSource = { flow, nodeId: 'in', keys: new KeyExpressions(flow.definition.keys) };
    const { slots } = this.worker;
    const receipt = await acceptMessage(
      {
        ledger: this.ledger,
        worker:
          options.local === false
            ? undefined
            : {
                tryTakeSlot: (id, partner, behind) => slots.tryTake(id, partner, behind),
                giveBackSlot: (id, partner) => slots.giveBackUnused(id, partner),
                take: execution => this.worker.take(execution),
              },
        announceWork: () => this.worker.wake(),
        metrics: new Metrics(),
        admission: new Admission(this.backlog, new Metrics()),
        backlog: this.backlog,
        shares: new FairShares(),
        onFenced: () => {},
      },
      source,
      {
        contentType: 'application/json',
        headers: options.partner ? { 'x-partner-id': options.partner } : {},
        body: Body.fromJson(value),
      },
    );
    return receipt.executionId;
  }

  find(executionId: string) {
    return findExecution(this.#database.kysely, executionId);
  }

  trace(executionId: string) {
    return readTrace(this.#database.kysely, executionId);
  }

  #implementations(): NodeImplementations {
    const ports =
      (...names: string[]) =>
      () =>
        names.map(name => ({ name, title: name }));
    const source = defineManifest({
      type: 'test.source',
      version: 1,
      role: 'source',
      title: 'In',
      description: '',
      config: z.object({}),
      outputs: ports('out'),
      migrations: {},
    });
    const pass = defineManifest({
      type: 'test.pass',
      version: 1,
      role: 'processor',
      title: 'Pass',
      description: '',
      config: z.object({}),
      outputs: ports('out'),
      migrations: {},
    });
    const sink = defineManifest({
      type: 'test.sink',
      version: 1,
      role: 'sink',
      title: 'Out',
      description: '',
      config: z.object({}),
      outputs: ports('response'),
      migrations: {},
    });
    return {
      'test.source': async () => implement(source, () => ({ receive: async () => async () => {} })),
      'test.pass': async () =>
        implement(pass, () => ({
          process: async (message, context) => {
            await this.processors.get(context.nodeId)?.();
            return [passOn(message, 'out')];
          },
        })),
      'test.sink': async () =>
        implement(sink, () => ({
          deliver: async (message, context) => {
            const deliver = this.sinks.get(context.nodeId);
            if (!deliver) throw new Error(`The test gave the sink ${context.nodeId} nothing to do.`);
            return deliver(message, context);
          },
        })),
    };
  }
}

/** `in → a → b …`: the nodes of a straight flow; a name that begins with "pass" is a processor, any other a sink. */
export function straight(
  id: string,
  nodes: Record<string, Record<string, unknown>>,
  rest: Record<string, unknown> = {},
) {
  const ids = Object.keys(nodes);
  return {
    id,
    nodes: [
      { id: 'in', name: 'in', type: 'test.source' },
      ...ids.map(node => ({ id: node, name: node, type: isPass(node) ? 'test.pass' : 'test.sink', ...nodes[node] })),
    ],
    edges: ids.map((to, index) => {
      const from = ids[index - 1] ?? 'in';
      return { from, port: from === 'in' || isPass(from) ? 'out' : 'response', to };
    }),
    ...rest,
  };
}

const isPass = (node: string) => node.startsWith('pass');

export const quickRetry = { attempts: 3, delay: '20ms', jitter: 0 };

export const answer = (value: unknown): Emitted[] => [
  { port: 'response', contentType: 'application/json', headers: {}, body: Body.fromJson(value) },
];
