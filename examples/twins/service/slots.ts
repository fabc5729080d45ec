/** Runs at most `count` tasks at a time, the others in the order in which they came. */
export function createSlots(count: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let free = count;
  const queue: (() => void)[] = [];

  return async task => {
    if (free > 0) free--;
    else await new Promise<void>(resolve => queue.push(resolve));
    try {
      return await task();
    } finally {
      const next = queue.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
