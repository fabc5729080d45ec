import type { BigIntStats } from 'node:fs';

/** What tells a file from one that has its name later, or from itself after a change. Moving it keeps it. */
export function fingerprint({ dev, ino, size, mtimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs].join('/');
}
