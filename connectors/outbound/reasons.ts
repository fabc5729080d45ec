const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing takes connections there',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection broke off',
  ENOTFOUND: 'no such host name is known',
  EAI_AGAIN: 'the host name cannot be looked up just now',
  EHOSTUNREACH: 'no network leads there',
  ENETUNREACH: 'no network leads there',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
};

/** Why a connection could not be made or did not last, as the end of a sentence, by the code of Node's error. */
export function reasonFor(code: string): string {
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code)) return `its certificate is not trusted (${code})`;
  return reasons[code] ?? `the connection failed (${code})`;
}
