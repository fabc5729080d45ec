import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the runtime counts, in Prometheus form at `/metrics`. */
export class Metrics {
  readonly #registry = new Registry();
  readonly accepted = this.#counter('lineshaft_messages_accepted_total', 'Messages accepted and committed', ['flow']);
  readonly duplicates = this.#counter(
    'lineshaft_messages_duplicate_total',
    'Messages answered with an earlier receipt',
    ['flow'],
  );
  readonly refused = this.#counter('lineshaft_messages_refused_total', 'Messages refused before they were accepted', [
    'flow',
    'reason',
  ]);
  readonly ended = this.#counter('lineshaft_executions_ended_total', 'Executions that came to an end or a wait', [
    'flow',
    'state',
  ]);
  readonly nodeRuns = this.#counter('lineshaft_node_runs_total', 'Attempts of node runs', ['flow', 'node', 'state']);
  readonly fenced = this.#counter('lineshaft_fenced_total', 'Times this process was taken for dead', []);
  readonly busy = new Gauge({
    name: 'lineshaft_executions_running',
    help: 'Executions at work in this process',
    registers: [this.#registry],
  });
  readonly connectionUp = this.#gauge('lineshaft_connection_up', 'Whether the last probe of a connection passed', [
    'connection',
  ]);
  readonly connectionCircuitOpen = this.#gauge(
    'lineshaft_connection_circuit_open',
    'Whether the circuit of a connection is open',
    ['connection'],
  );
  readonly connectionHeld = this.#gauge(
    'lineshaft_connection_held',
    'Whether deliveries over a connection are held or drained',
    ['connection'],
  );
  readonly #batchItems = new Histogram({
    name: 'lineshaft_batch_items',
    help: 'Items of a committed batch',
    labelNames: ['batch'],
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers: [this.#registry],
  });
  readonly #batchSeconds = new Histogram({
    name: 'lineshaft_batch_seconds',
    help: 'Time to commit a batch',
    labelNames: ['batch'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
    registers: [this.#registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** @param state read whenever the metrics are: the partners are those that have most */
  showBacklog(state: () => Iterable<{ flowId: string; open: number; partners: [string, number][] }>): void {
    const registers = [this.#registry];
    const [name, help] = ['lineshaft_backlog', 'Executions that are not at their end, over all processes'];
    new Gauge({
      name,
      help,
      labelNames: ['flow'],
      registers,
      collect() {
        this.reset();
        for (const { flowId, open } of state()) this.set({ flow: flowId }, open);
      },
    });
    new Gauge({
      name: `${name}_partner`,
      help: `${help}, of the partners that have most`,
      labelNames: ['flow', 'partner'],
      registers,
      collect() {
        this.reset();
        for (const { flowId, partners } of state())
          for (const [partner, open] of partners) this.set({ flow: flowId, partner }, open);
      },
    });
  }

  async timeBatch<Result>(batch: 'accept' | 'settle', items: number, write: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    const result = await write();
    this.#batchSeconds.observe({ batch }, (performance.now() - startedAt) / 1000);
    this.#batchItems.observe({ batch }, items);
    return result;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  #gauge<Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.#registry] });
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }
}
