/**
 * A clock that follows the wall clock but never goes back: while that lies behind, it runs on by itself. The embedded
 * database takes it for its own: what was due at a time that the wall clock then stepped back from would have to wait
 * until it comes there again.
 * @param wall milliseconds since 1970
 * @param monotonic milliseconds that only ever grow
 */
export function neverBack(wall: () => number, monotonic: () => number): () => number {
  let last = wall();
  let lastAt = monotonic();
  return () => {
    const at = monotonic();
    last = Math.max(wall(), last + at - lastAt);
    lastAt = at;
    return last;
  };
}
