import type { AddressInfo } from 'node:net';
import { serve, type ServerType } from '@hono/node-server';
import { createApp } from './api/app.ts';
import type { FlowVersionDefinition, NodeTypes, Reply } from '@lineshaft/flow';
import type { Config } from './config.ts';
import { connectionServices } from './connections/connection-services.ts';
import { type Database, openDatabase } from './database/open-database.ts';
import { migrate } from './database/migrate.ts';
import { Deployment } from './deployment.ts';
import { deployExampleConnections, deployExampleFlows, readExampleFlows, startTwins } from './example-flows.ts';
import type { IntakeContext, LocalWorker } from './intake/accept-message.ts';
import { Admission } from './intake/admission.ts';
import { HttpRoutes } from './intake/http-routes.ts';
import { InternalChannels } from './intake/internal-channels.ts';
import { Listeners } from './intake/listeners.ts';
import { Sources } from './intake/sources.ts';
import { Backlog } from './ledger/backlog.ts';
import { countBacklog } from './ledger/count-backlog.ts';
import { Epoch } from './ledger/epoch.ts';
import { Ledger } from './ledger/ledger.ts';
import { readReply } from './ledger/read-reply.ts';
import { WorkSignal } from './ledger/work-signal.ts';
import { giveBackAll } from './ledger/own-leases.ts';
import { ensurePartitions } from './ledger/partitions.ts';
import { endTheDead, handOnWorkOfTheDead } from './ledger/sweep.ts';
import { connectionCode, connectionTypes, deliversOutside, implementations, nodeTypes } from './node-registry.ts';
import { Heartbeat } from './scheduler/heartbeat.ts';
import { repeat } from './scheduler/repeat.ts';
import { startScheduler } from './scheduler/scheduler.ts';
import type { KeyRing } from './secrets/key-ring.ts';
import { loadKeys } from './secrets/load-keys.ts';
import { Redactor } from './secrets/redactor.ts';
import { closeConnections, inOrder } from './stop-in-order.ts';
import { FlowVersions } from './store/flow-versions.ts';
import { Connections } from './store/connections.ts';
import { Flows } from './store/flows.ts';
import { lineshaftVersion } from './version.ts';
import { rewrapSecrets } from './store/rewrap-secrets.ts';
import type { Logger } from './telemetry/log.ts';
import { Metrics } from './telemetry/metrics.ts';
import { FairShares } from './intake/fair-shares.ts';
import { WaitingSenders } from './intake/waiting-senders.ts';
import { durableState } from './worker/durable-state.ts';
import { expireStates } from './worker/expire-states.ts';
import type { NodeServices } from './worker/node-services.ts';
import { Worker } from './worker/worker.ts';

export interface Runtime {
  /** Where it listens, such as `http://127.0.0.1:4400`. */
  url: string;
  database: Database;
  /** Takes no more, finishes what is at work within `graceMs`, hands the rest on, closes. */
  stop(graceMs?: number): Promise<void>;
}

export interface RuntimeOptions {
  config: Config;
  log: Logger;
  /** Learns the secrets of connections, to keep them out of the log and of errors. Left out: a new one. */
  redactor?: Redactor;
  /** Says in sentences what is happening, where a person waits for it. */
  announce: (sentence: string) => void;
  /** The process cannot go on: its database broke down for good. */
  onFatal: (error: Error) => void;
}

const beatMs = 500;

/** How often the intake adapts to how busy the process is, milliseconds. */
const lookMs = 50;

/** Connections for people and programs that ask: they must not keep the runtime waiting for one, its beats above all. */
const apiPoolSize = 5;

/**
 * Builds the runtime from its parts and starts it. Resolves when it listens and the published flows are open; leaves
 * nothing open when it rejects.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { config, announce, onFatal } = options;
  const where = {
    ...(config.databaseUrl === undefined ? {} : { databaseUrl: config.databaseUrl }),
    dataFolder: config.dataFolder,
    announce,
    onFatal,
  };
  const opened: Database[] = [];
  const open = async (poolSize?: number) => {
    const database = await openDatabase({ ...where, ...(poolSize === undefined ? {} : { poolSize }) });
    opened.push(database);
    return database;
  };
  const close = async () => {
    for (const database of opened) await database.close();
  };
  try {
    const database = await open();
    await migrate(database, announce);
    const asked = database.kind === 'postgres' && config.roles.has('api') ? await open(apiPoolSize) : database;
    const keys = loadKeys(config.keys, config.dataFolder, announce);
    const rewrapped = await rewrapSecrets(database.kysely, keys);
    if (rewrapped > 0) announce(`Wrapped ${rewrapped} secrets anew: LINESHAFT_KEK_PREVIOUS is not needed any more.`);
    return await startOn(database, asked, keys, options, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param asked the same database, for what the API is asked */
async function startOn(
  database: Database,
  asked: Database,
  keys: KeyRing,
  { config, log, announce, redactor = new Redactor() }: RuntimeOptions,
  close: () => Promise<void>,
): Promise<Runtime> {
  const { roles } = config;
  const { pool } = database;

  const metrics = new Metrics();
  const epoch = await Epoch.register(pool, [...roles]);
  // The embedded database has one process: whoever else is registered is dead.
  if (database.kind === 'pglite') {
    await endTheDead(pool, epoch, true);
    await handOnWorkOfTheDead(pool);
  }

  const flows = new Flows(database.kysely);
  const versions = new FlowVersions(flows, implementations);
  const prepared = (flowId: string, version: number) => versions.prepared(flowId, version);
  const ledger = new Ledger(pool, epoch, log, metrics);
  const senders = new WaitingSenders();
  const reply = (executionId: string, answer: Reply | undefined) => senders.answer(executionId, answer);
  const backlog = new Backlog();
  metrics.showBacklog(() => backlog.state());
  const admission = new Admission(backlog, metrics);
  const shares = new FairShares();
  const routes = new HttpRoutes(admission);

  const onFenced = renewOnce(epoch, log, metrics, () => worker?.dropAll());
  const signal = new WorkSignal(database, log);
  // Its own worker looks at once; others, which may be idle while it is full, are told.
  const announceWork = () => {
    worker?.wake();
    signal.send();
  };
  const connecting = connectionServices({
    database,
    keys,
    environment: config.environment,
    redactor,
    log,
    metrics,
    announceWork,
    implementations: connectionCode,
    now: () => epoch.now(),
    share: () => worker?.slots.share ?? { count: 1, place: 0 },
  });
  const { connections, clients } = connecting;
  const connect: NodeServices['connect'] = (id, nodeName) => clients.connect(id, nodeName);
  const replyNodes = async (flowId: string, version: number) =>
    replyNodesOf((await prepared(flowId, version)).definition, nodeTypes);
  const listeners = new Listeners(nodeTypes);
  const intake: IntakeContext = {
    ledger,
    worker: undefined,
    metrics,
    admission,
    backlog,
    shares,
    onFenced,
    announceWork,
  };
  const channels = new InternalChannels({
    intake,
    listeners,
    senders,
    lookForReply: executionId => readReply(database.kysely, executionId, replyNodes),
  });
  const services: NodeServices = {
    gate: connecting.gates,
    connect,
    redact: error => redactor.record(error),
    state: run => durableState({ ledger, announceWork, onFenced }, run),
    channels: run => channels.of(run),
  };
  const worker = roles.has('worker')
    ? new Worker({ ledger, epoch, log, metrics, backlog, reply, services, prepared, onFenced })
    : undefined;
  if (worker) intake.worker = localWorker(worker);
  const sources = roles.has('intake')
    ? new Sources({
        intake,
        routes,
        senders,
        log,
        pool,
        epoch,
        connect,
        prepared,
        revisionOf: id => clients.revisionOf(id),
        redact: redactor.text,
      })
    : undefined;
  const deployment = new Deployment({
    flows,
    followConnections: connecting.follow,
    sources,
    slots: worker?.slots,
    backlog,
    listeners,
    keep: (flowId, retention) => ensurePartitions(pool, epoch.now(), [ledger.retentions.set(flowId, retention)]),
  });

  if (config.examples && roles.has('api')) {
    await deployExampleConnections(connections, connectionTypes, config.dataFolder);
    const published = await deployExampleFlows(flows);
    if (published.length > 0) announce(`Published the example flows: ${published.join(', ')}.`);
  }
  await deployment.refresh();

  const stopping = new AbortController();
  const app = createApp({
    roles,
    database: asked,
    flows: new Flows(asked.kysely),
    sources,
    worker,
    routes,
    nodeTypes,
    implementations,
    deliversOutside,
    redact: error => redactor.record(error),
    connections: new Connections(asked.kysely, keys),
    clients,
    probes: connecting.probes,
    connectionTypes,
    environment: config.environment,
    version: lineshaftVersion,
    examples: config.examples,
    exampleFlows: readExampleFlows,
    metrics,
    log,
    follow: () => deployment.refresh(),
    announceWork,
    stopping: stopping.signal,
  });
  const server = await listen(app, config);
  server.on('error', error => log.error({ err: error }, 'The HTTP server met an error and goes on'));
  const { port } = server.address() as AddressInfo;
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;

  worker?.start();
  const heartbeat = new Heartbeat({ pool, epoch, ledger, worker, onFenced });
  const repeated = [
    repeat('The heartbeat', beatMs, log, () => heartbeat.beat()),
    ...(worker
      ? [
          repeat('Listening for work', beatMs * 4, log, () => signal.listen(() => worker.wake())),
          repeat('Letting go what nodes keep', beatMs, log, () =>
            expireStates({ ledger, log, prepared, announceWork }),
          ),
        ]
      : []),
    repeat('Looking how busy this process is', lookMs, log, watchUtilization(shares)),
    repeat('Counting the backlog', beatMs * 2, log, () => backlog.refresh(flows => countBacklog(pool, flows))),
    repeat('Following what is published', beatMs * 2, log, () => deployment.refresh()),
    ...(roles.has('scheduler')
      ? [
          startScheduler(database, epoch, log, ledger.retentions),
          repeat('Letting go what is parked', beatMs, log, connecting.releaseParked),
          repeat('Probing connections', beatMs * 10, log, () => connecting.probes.all()),
          repeat('Probing what changed or failed', beatMs, log, () => connecting.probes.again()),
        ]
      : []),
  ];
  const twins = config.examples && roles.has('intake') ? startTwins(url, config.dataFolder, log) : undefined;

  const stop = async (graceMs: number) => {
    routes.stop();
    stopping.abort();
    const closed = new Promise(resolve => server.close(resolve));
    await inOrder(log, [
      () => twins?.stop(),
      () => sources?.closeAll(),
      () => worker?.stop(graceMs),
      () => clients.closeAll(),
      // Who waits for a reply that does not come any more gets the receipt.
      () => senders.leaveAll(),
      () => closeConnections(server, closed),
      // What was delivered is recorded before anything is given back.
      () => ledger.close(),
      () => Promise.all(repeated.map(one => one.stop())),
      () => signal.close(),
      () => giveBackAll(pool, epoch),
      () => epoch.end(),
      close,
    ]);
  };
  let stopped: Promise<void> | undefined;
  return { url, database, stop: (graceMs = 10_000) => (stopped ??= stop(graceMs)) };
}

function replyNodesOf({ nodes }: FlowVersionDefinition, types: NodeTypes): ReadonlySet<string> {
  return new Set(nodes.filter(({ type }) => types.get(type)?.sendsReply).map(({ id }) => id));
}

function watchUtilization(shares: FairShares): () => Promise<void> {
  let last = performance.eventLoopUtilization();
  return async () => {
    const now = performance.eventLoopUtilization();
    shares.adapt(performance.eventLoopUtilization(now, last).utilization);
    last = now;
  };
}

function localWorker(worker: Worker): LocalWorker {
  return {
    tryTakeSlot: (flowId, partner, behind) => worker.slots.tryTake(flowId, partner, behind),
    giveBackSlot: (flowId, partner) => worker.slots.giveBackUnused(flowId, partner),
    take: execution => worker.take(execution),
  };
}

/** Many batches may find at once, and late, that the process was taken for dead: it starts anew once. */
function renewOnce(epoch: Epoch, log: Logger, metrics: Metrics, dropAll: () => void): () => void {
  let renewing = false;
  const renew = async () => {
    // A late answer to a batch of the epoch before says nothing about this one.
    if (await epoch.isAlive()) return;
    metrics.fenced.inc();
    log.warn({ epoch: epoch.id }, 'This process was taken for dead: its work was handed on, it starts anew');
    dropAll();
    await epoch.renew();
  };
  return () => {
    if (renewing) return;
    renewing = true;
    renew()
      .catch((error: unknown) => log.error({ err: error }, 'No new epoch could be had; trying again at the next beat'))
      .finally(() => {
        renewing = false;
      });
  };
}

function listen(app: ReturnType<typeof createApp>, config: Config): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port }, () => resolve(server));
    server.once('error', error => {
      reject(
        'code' in error && error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${config.port} on ${config.host} is in use. Stop what listens there, or set LINESHAFT_PORT.`,
              { cause: error },
            )
          : error,
      );
    });
  });
}
