const socketErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);

/**
 * True when the same statement may succeed later: the connection was lost, the server restarts, is full or busy, or the
 * transaction lost against another one. False when the statement or its data is at fault.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (socketErrors.has(code)) return true;
  // SQLSTATE classes: 08 connection, 40 rollback, 53 resources, 57 operator, 58 system; 55P03 lock, 25006 read-only.
  if (/^[0-9A-Z]{5}$/.test(code)) return /^(08|40|53|57|58)/.test(code) || code === '55P03' || code === '25006';
  // pg's own words for a connection that is gone or cannot be had.
  return /connection (terminated|error|timeout)|timeout exceeded when trying to connect|not queryable|client was closed/i.test(
    error.message,
  );
}
