import type { Reply } from '@lineshaft/flow';

/** Senders who wait for the reply of their execution, in this process. */
export class WaitingSenders {
  readonly #waiting = new Map<string, (reply: Reply | undefined) => void>();

  /** Resolves with the reply, or with undefined when none came within `patienceMs`. */
  wait(executionId: string, patienceMs: number): { reply: Promise<Reply | undefined>; leave: () => void } {
    let leave = () => {};
    const reply = new Promise<Reply | undefined>(resolve => {
      const timer = setTimeout(() => leave(), patienceMs);
      const end = (result: Reply | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(executionId);
        resolve(result);
      };
      leave = () => end(undefined);
      this.#waiting.set(executionId, end);
    });
    return { reply, leave: () => leave() };
  }

  /**
   * @param reply undefined: there will be none, so the sender need not wait any longer
   * @returns false when nobody waits (any more) here
   */
  answer(executionId: string, reply: Reply | undefined): boolean {
    const resolve = this.#waiting.get(executionId);
    resolve?.(reply);
    return resolve !== undefined;
  }

  /** Nobody will be answered any more: the process stops. */
  leaveAll(): void {
    for (const end of this.#waiting.values()) end(undefined);
  }
}
