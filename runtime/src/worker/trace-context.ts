/** Version ff and ids of zeros are forbidden; versions after 00 may have more behind it. */
const traceparentPattern = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-|$)/;

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
  const [, version, named, flags, more] = traceparentPattern.exec(headers['traceparent'] ?? '') ?? [];
  const valid = named !== undefined && (version !== '00' || more === '');
  const traceId = valid ? named : executionId.replaceAll('-', '');
  return `00-${traceId}-${spanIdOf(executionId, run, attempt)}-${valid ? flags : '01'}`;
}

/** 16 hex digits: the random end of the execution's id, then run and attempt. */
function spanIdOf(executionId: string, run: number, attempt: number): string {
  const hex = (value: number, digits: number) => (value % 16 ** digits).toString(16).padStart(digits, '0');
  return executionId.slice(-8) + hex(run, 4) + hex(attempt, 4);
}
