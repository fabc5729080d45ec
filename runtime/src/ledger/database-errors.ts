/**
 * True when the same statement may succeed later: the connection was lost or cannot be had, the server restarts, is full
 * or busy, or the transaction lost against another one. False when the statement or its data is at fault.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // From the operating system: a socket, a name look-up.
  if ('syscall' in error) return true;
  const code = 'code' in error ? String(error.code) : '';
  // Of several addresses that were tried.
  if (socketErrors.has(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code)) return transientStates.test(code);
  return driverWords.test(error.message);
}

/**
 * SQLSTATE classes: 08 connection, 28 sign-in, 3D no such database, 40 rollback, 53 resources, 57 operator, 58 system.
 * 25006 read-only, 25P03 and 25P04 transaction open too long, 55P03 lock.
 */
const transientStates = /^(08|28|3D|40|53|57|58)|^(25006|25P03|25P04|55P03)$/;

/** pg's own words for a connection that is gone or cannot be had. */
const driverWords =
  /connection (terminated|error|timeout)|timeout exceeded when trying to connect|not queryable|client was closed|after calling end on the pool|query read timeout/i;

const socketErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH']);
