/** What belongs to one connection or to the body's transfer, and what is a secret between two parties. */
const keptBack = new Set([
  'authentication-info',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);

/** `x-api-key`, `webhook-signature`, `x-hub-signature-256`, `x-auth-token`, `x-csrf-token` … */
const secretName = /(^|[-_])(api-?key|token|secret|signature|password|hmac)([-_]|$)/;

/**
 * The headers that a message carries on through a flow, where they are kept and shown: no secrets, nothing of the
 * connection. The content type is the message's own field. Names in lower case; repeated headers are joined.
 */
export function passableHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || isKeptBack(name)) continue;
    passed[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return passed;
}

/** True for headers that hold secrets, or belong to one connection or to the body's transfer. Lower-case name. */
export function isKeptBack(name: string): boolean {
  return keptBack.has(name) || secretName.test(name);
}

/** The first of repeated headers. */
export function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
