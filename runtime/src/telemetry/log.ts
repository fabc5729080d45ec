import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;

/**
 * Structured logs on standard error, one JSON object a line. Bodies and secrets are never given to it.
 * @param redact takes out of a line what a foreign error may have brought
 */
export function createLog(
  level: string,
  redact: (line: string) => string = line => line,
  destination: DestinationStream = pino.destination(2),
): Logger {
  return pino(
    { name: 'lineshaft', level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: redact } },
    destination,
  );
}
