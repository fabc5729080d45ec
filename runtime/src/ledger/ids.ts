import { randomBytes } from 'node:crypto';

let pool = Buffer.alloc(0);
let used = 0;

/**
 * A UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits. Ids made by different processes sort by time as far
 * as their clocks agree; nothing but the order of lists depends on that.
 */
export function newId(atMs: number = Date.now()): string {
  // Random bytes are drawn in blocks: one system call for a few hundred ids.
  if (used + 10 > pool.length) {
    pool = randomBytes(4000);
    used = 0;
  }
  const time = Math.floor(atMs).toString(16).padStart(12, '0');
  const random = pool.toString('hex', used, used + 10);
  used += 10;
  const variant = ((Number.parseInt(random[3] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

/** Milliseconds since 1970 at which the id was made. */
export function idTime(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** No id made at or after this time sorts before it: a bound for searches and partitions. */
export function lowestId(atMs: number): string {
  const time = Math.min(Math.max(0, Math.floor(atMs)), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
