/** How long messages may be worked on before the event loop gets its turn, milliseconds. */
const turnMs = 8;

/**
 * Lets one piece of computing go at a time, and sockets, timers and beats between them. Without it a hundred mappings
 * that became due together would run as one block of microtasks, in which nothing else happens.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #turnEndsAt = 0;

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(async () => {
      await this.#breathe();
      return work();
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #breathe(): Promise<void> {
    if (performance.now() < this.#turnEndsAt) return;
    await new Promise<void>(resolve => {
      setImmediate(resolve);
    });
    this.#turnEndsAt = performance.now() + turnMs;
  }
}
