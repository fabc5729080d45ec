import type { Logger } from '../telemetry/log.ts';

/** Work that is done again and again until it is stopped. */
export interface Repeated {
  /** No further round begins; resolves when the current one is over. */
  stop(): Promise<void>;
}

/** Does the work at once and then every `intervalMs`, never two rounds at a time. A round that fails is logged; the next one comes. */
export function repeat(what: string, intervalMs: number, log: Logger, work: () => Promise<void>): Repeated {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round = Promise.resolve();
  const next = () => {
    round = work()
      .catch((error: unknown) => log.warn({ err: error }, `${what} failed; trying again in ${intervalMs / 1000} s`))
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
