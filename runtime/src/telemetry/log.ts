import { type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;

/** Structured logs on standard error, one JSON object a line. Bodies and secrets are never given to it. */
export function createLog(level: string): Logger {
  return pino({ name: 'lineshaft', level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
