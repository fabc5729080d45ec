import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RuntimeProcessOptions } from '../../runtime-process.ts';
import { freshPostgres } from '../../fresh-database.ts';
import { balance, type Figures } from './books.ts';
import { connectTarget, deliveryFlow, type DeliveryFlowOptions } from './delivery-flow.ts';
import { FaultShim } from './fault-shim.ts';
import { PostgresCluster, type ClusterOptions } from './postgres-cluster.ts';
import { Senders } from './senders.ts';
import { Skipped } from './skipped.ts';
import { SmallDisk } from './small-disk.ts';
import { SupervisedRuntime } from './supervised-runtime.ts';
import type { Supplies } from './supplies.ts';
import { Target } from './target.ts';
import { until } from './until.ts';

export type DatabaseKind = 'pglite' | 'postgres';

/** Where a runtime keeps its data. */
export type Place = Pick<RuntimeProcessOptions, 'databaseUrl' | 'dataFolder'>;

/** A runtime with a delivery flow, its senders and its target. */
export interface Scene {
  runtime: SupervisedRuntime;
  senders: Senders;
  target: Target;
}

export interface SceneOptions {
  place?: Place;
  flow?: DeliveryFlowOptions;
  environment?: Record<string, string>;
}

/** What one case works with. Everything that it starts is removed by `close`, also after a failure. */
export class Lab {
  readonly database: DatabaseKind;
  /** Sentences for whoever reads the figures. */
  readonly notes: string[] = [];
  /** Promises that did not hold. */
  readonly broken: string[] = [];
  readonly #scale: number;
  readonly #supplies: Supplies;
  readonly #cleanUps: (() => unknown)[] = [];

  constructor(database: DatabaseKind, scale: number, supplies: Supplies) {
    this.database = database;
    this.#scale = scale;
    this.#supplies = supplies;
  }

  /** Run with the other tests, where every second counts. */
  get isShort(): boolean {
    return this.#scale < 0.5;
  }

  /** So many at full scale; never fewer than 20. */
  many(atFullScale: number): number {
    return Math.max(20, Math.round(atFullScale * this.#scale));
  }

  /** So many at full scale; never fewer than 2. */
  times(atFullScale: number): number {
    return Math.max(2, Math.round(atFullScale * this.#scale));
  }

  note(sentence: string): void {
    this.notes.push(sentence);
  }

  promise(holds: boolean, otherwise: string): void {
    if (!holds) this.broken.push(otherwise);
  }

  /** Done when the case is over, the last one first. */
  cleanUp(work: () => unknown): void {
    this.#cleanUps.push(work);
  }

  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const work of this.#cleanUps.splice(0).reverse()) {
      try {
        await work();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything that the case started was removed.');
  }

  /** A fresh database: embedded, or on LINESHAFT_TEST_POSTGRES, or else on a server of its own. */
  async place(): Promise<Place> {
    if (this.database === 'pglite') return this.embeddedPlace();
    const server = process.env['LINESHAFT_TEST_POSTGRES'];
    if (server === undefined) return this.clusterPlace(await this.cluster());
    const database = await freshPostgres(server);
    this.cleanUp(() => database.drop());
    return { databaseUrl: database.databaseUrl, dataFolder: this.folder() };
  }

  async embeddedPlace(parent?: string): Promise<Place> {
    const dataFolder = await this.#supplies.pgliteFolder(parent);
    this.cleanUp(() => rmSync(dataFolder, { recursive: true, force: true }));
    return { dataFolder };
  }

  clusterPlace(cluster: PostgresCluster): Place {
    return { databaseUrl: cluster.url, dataFolder: this.folder() };
  }

  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'lineshaft-faults-'));
    this.cleanUp(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }

  async cluster(options: ClusterOptions = {}): Promise<PostgresCluster> {
    const cluster = await PostgresCluster.create(options);
    this.cleanUp(() => cluster.remove());
    return cluster;
  }

  shim(): FaultShim {
    const shim = new FaultShim();
    this.cleanUp(() => shim.remove());
    return shim;
  }

  disk(megabytes: number): SmallDisk {
    const disk = new SmallDisk(megabytes);
    this.cleanUp(() => disk.remove());
    return disk;
  }

  only(database: DatabaseKind, reason: string): void {
    if (this.database !== database) throw new Skipped(reason);
  }

  async runtime(place: Place, environment: Record<string, string> = {}): Promise<SupervisedRuntime> {
    const quiet = { LINESHAFT_LOG: process.env['LINESHAFT_FAULTS_LOG'] ?? 'silent' };
    const runtime = await SupervisedRuntime.start({ ...place, environment: { ...quiet, ...environment } });
    this.cleanUp(() => runtime.stop('SIGKILL'));
    return runtime;
  }

  async target(): Promise<Target> {
    const target = new Target();
    await target.open();
    this.cleanUp(() => target.close());
    return target;
  }

  senders(runtime: SupervisedRuntime, path: string): Senders {
    const senders = new Senders(() => `${runtime.url}/in/${path}`);
    this.cleanUp(() => senders.stop());
    return senders;
  }

  async scene({ place, flow = {}, environment = {} }: SceneOptions = {}): Promise<Scene> {
    const target = await this.target();
    const runtime = await this.runtime(place ?? (await this.place()), environment);
    await connectTarget(runtime.process, target.url);
    const definition = deliveryFlow(flow);
    await runtime.process.publish(definition);
    const senders = this.senders(runtime, flow.path ?? String(definition['id']));
    return { runtime, senders, target };
  }

  /** Waits until all that was accepted has arrived, and a little longer for what should not come; then counts. */
  async settle({ senders, target }: Pick<Scene, 'senders' | 'target'>, timeoutMs = 120_000): Promise<Figures> {
    await until(() => arrived(senders, target), timeoutMs, 50);
    await sleep(500);
    return balance(senders.accepted, target.taken);
  }
}

function arrived(senders: Senders, target: Target): boolean {
  const { numbers } = target;
  return [...senders.receipts.keys()].every(number => numbers.has(number));
}
