import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeProcess, type RuntimeProcessOptions } from '../../runtime-process.ts';

const pauseMs = 100;

/** A runtime under a supervisor that starts it again, on the same port, whenever it ends. */
export class SupervisedRuntime {
  readonly #options: RuntimeProcessOptions;
  #process: RuntimeProcess;
  #running: Promise<void> = Promise.resolve();
  #stopping = false;
  /** Times it was started again. */
  restarts = 0;

  private constructor(options: RuntimeProcessOptions, process: RuntimeProcess) {
    this.#options = { ...options, port: Number(new URL(process.url).port) };
    this.#process = process;
  }

  static async start(options: RuntimeProcessOptions): Promise<SupervisedRuntime> {
    const supervised = new SupervisedRuntime(options, await RuntimeProcess.start(options));
    supervised.#running = supervised.#supervise();
    return supervised;
  }

  get url(): string {
    return this.#process.url;
  }

  /** The process of now, or the last one while another is being started. */
  get process(): RuntimeProcess {
    return this.#process;
  }

  /** Ends the process of now; the supervisor starts another. */
  signal(signal: NodeJS.Signals): void {
    this.#process.child.kill(signal);
  }

  /** Kills the process and resolves when the next one listens. */
  async killAndRestart(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const before = this.restarts;
    await this.#process.kill(signal);
    while (this.restarts === before) await sleep(2);
  }

  async stop(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    this.#stopping = true;
    await this.#process.kill(signal);
    await this.#running;
  }

  async #supervise(): Promise<void> {
    while (!this.#stopping) {
      await this.#process.ended;
      if (this.#stopping) return;
      const started = await RuntimeProcess.start(this.#options).catch(() => undefined);
      if (started) {
        this.#process = started;
        this.restarts++;
        // A stop that came meanwhile met the process before.
        if (this.#stopping) await started.kill('SIGKILL');
      } else await sleep(pauseMs);
    }
  }
}
