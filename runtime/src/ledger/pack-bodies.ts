import type { Body } from '@lineshaft/flow';

/** Many bodies as one binary value, with where each begins (1-based, as SQL counts) and how long it is. */
export interface PackedBodies {
  bytes: Buffer;
  from: number[];
  length: number[];
}

export function packBodies(bodies: readonly Body[]): PackedBodies {
  const parts = bodies.map(body => body.bytes());
  const from: number[] = [];
  let offset = 1;
  for (const part of parts) {
    from.push(offset);
    offset += part.length;
  }
  const [only] = parts;
  // A large body travels alone: it is not copied.
  const bytes =
    parts.length === 1 && only ? Buffer.from(only.buffer, only.byteOffset, only.length) : Buffer.concat(parts);
  return { bytes, from, length: parts.map(part => part.length) };
}
