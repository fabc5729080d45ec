const traceparentPattern = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/;

/**
 * The W3C `traceparent` to send on from a node run. The trace is the sender's when it named one, else it is named after
 * the execution, whose id is a valid trace id without its hyphens. Span ids follow from execution, run and attempt, so
 * that a trace can be found again from the ledger.
 */
export function traceparentOf(
  headers: Readonly<Record<string, string>>,
  executionId: string,
  run: number,
  attempt: number,
): string {
  const incoming = traceparentPattern.exec(headers['traceparent'] ?? '');
  const traceId = incoming?.[1] ?? executionId.replaceAll('-', '');
  return `00-${traceId}-${spanIdOf(executionId, run, attempt)}-${incoming?.[3] ?? '01'}`;
}

/** 16 hex digits: the random end of the execution's id, then run and attempt. */
function spanIdOf(executionId: string, run: number, attempt: number): string {
  const hex = (value: number, digits: number) => (value % 16 ** digits).toString(16).padStart(digits, '0');
  return executionId.slice(-8) + hex(run, 4) + hex(attempt, 4);
}
