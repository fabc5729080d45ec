const shortestMs = 100;
const longestMs = 3_600_000;

/**
 * When to come back by a Retry-After header (RFC 9110, 10.2.3), in milliseconds from now; at least a moment and at most
 * an hour, so that a slip of the other side neither hammers it nor parks a message for days.
 * @returns undefined when there is none, or none that can be read
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, shortestMs), longestMs);
}
