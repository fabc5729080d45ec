/**
 * One evaluation at a time. JSONata is asynchronous although it waits for nothing: evaluations that start together run
 * interleaved, so each one's time limit would count the work of all others, and a slow one would fail them. It also
 * keeps the event loop from running until all are done; between turns it gets its chance.
 *
 * A compiled expression will be synchronous and need none of this.
 */
const waiting: (() => void)[] = [];
const longestStretchMs = 5;
let busy = false;
/** When evaluations began to follow each other without a pause; undefined while nobody waits. */
let stretchStart: number | undefined;

/** Undefined: go ahead. Otherwise go ahead when it resolves. Every turn taken must be ended. */
export function takeTurn(): Promise<void> | undefined {
  if (!busy) {
    busy = true;
    return undefined;
  }
  stretchStart ??= performance.now();
  return new Promise(resolve => void waiting.push(resolve));
}

export function endTurn(): void {
  const next = waiting.shift();
  if (next === undefined) {
    busy = false;
    stretchStart = undefined;
  } else if (performance.now() - (stretchStart ?? 0) < longestStretchMs) {
    next();
  } else {
    afterOtherWork(() => {
      stretchStart = performance.now();
      next();
    });
  }
}

/** Browsers have no setImmediate. */
const afterOtherWork: (callback: () => void) => void =
  typeof setImmediate === 'function' ? setImmediate : callback => setTimeout(callback);
