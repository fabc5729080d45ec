/** Numbers from 0 to below 1 that look random and follow from the seed alone. Not for secrets. */
export function seededRandom(seed: string): () => number {
  const state = new Uint32Array(4);
  for (let lane = 0; lane < 4; lane++) state[lane] = hash(seed, lane);
  return () => (next(state) * 0x200000 + (next(state) >>> 11)) / 0x20000000000000;
}

/** FNV-1a, finished with the mixing steps of MurmurHash3. */
function hash(text: string, lane: number): number {
  let value = 0x811c9dc5 ^ lane;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** Marsaglia's xorshift with 128 bits of state (Journal of Statistical Software 8/14, 2003, page 5). */
function next(state: Uint32Array): number {
  const [x = 0, y = 0, z = 0, w = 0] = state;
  const mixed = x ^ (x << 11);
  state.set([y, z, w, w ^ (w >>> 19) ^ mixed ^ (mixed >>> 8)]);
  return state[3] ?? 0;
}
