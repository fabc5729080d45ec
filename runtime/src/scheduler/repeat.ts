import type { Logger } from '../telemetry/log.ts';

/** Work that is done again and again until it is stopped. */
export interface Repeated {
  /** No further round begins; resolves when the current one is over. */
  stop(): Promise<void>;
}

/**
 * Does the work at once and then every `intervalMs`, never two rounds at a time. A round that fails is followed by the
 * next; the log says when it began to fail and when it works again, not every time in between.
 */
export function repeat(what: string, intervalMs: number, log: Logger, work: () => Promise<void>): Repeated {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round = Promise.resolve();
  let failing = false;
  const next = () => {
    round = work()
      .then(
        () => {
          if (failing) log.warn(`${what} works again`);
          failing = false;
        },
        (error: unknown) => {
          if (!failing) log.warn({ err: error }, `${what} failed; trying again every ${intervalMs / 1000} s`);
          failing = true;
        },
      )
      .then(() => {
        if (!stopped) timer = setTimeout(next, intervalMs);
      });
  };
  next();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
