/** How long nodes may compute on end before the process does something else. Milliseconds. */
const longestStretchMs = 5;

/** When computing began since the process last did something else; undefined: it has not. */
let stretchStart: number | undefined;

/**
 * To be awaited right before anything that may compute for long, such as a mapping, when it is something: nodes that
 * compute wait for nothing, so many of them one after the other would keep heartbeats, answers and timers waiting.
 */
export function computingTurn(): Promise<void> | undefined {
  if (stretchStart !== undefined) return isOver(stretchStart) ? nextTurn() : undefined;
  stretchStart = performance.now();
  setImmediate(() => (stretchStart = undefined));
  return undefined;
}

const isOver = (start: number): boolean => performance.now() - start >= longestStretchMs;

/** Those who wait go on in the order in which they came, as many as there is time for. */
async function nextTurn(): Promise<void> {
  await new Promise<void>(resolve => setImmediate(resolve));
  await computingTurn();
}
