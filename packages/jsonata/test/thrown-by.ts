/** What it throws; undefined when it does not. */
export function thrownBy(attempt: () => unknown): unknown {
  try {
    attempt();
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}
