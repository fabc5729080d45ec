import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests reach into documents of several shapes
  body: any;
  /** How it was answered; undefined when the connection was cut. */
  status: number | undefined;
}

export interface Receiver extends AsyncDisposable {
  url: string;
  received: Received[];
  /** What was accepted, duplicates left out. */
  accepted(): Received[];
  /** The first answers, in order; 'cut' closes the connection without one. Then everything is accepted. */
  answerFirst(...answers: (number | 'cut')[]): void;
}

/**
 * Takes documents as the runtime does: 202 with a receipt, 200 and `duplicate` for an Idempotency-Key it has seen.
 * A real HTTP server; the runtime itself is tested with the twins in /tests.
 */
export async function startReceiver(port = 0): Promise<Receiver> {
  const received: Received[] = [];
  const keys = new Set<string>();
  let script: (number | 'cut')[] = [];

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const scripted = script.shift();
      const key = String(request.headers['idempotency-key']);
      const duplicate = keys.has(key);
      const status = scripted === 'cut' ? undefined : (scripted ?? (duplicate ? 200 : 202));
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      received.push({ path: request.url ?? '', headers: request.headers, body, status });
      if (status === undefined) return void request.socket.destroy();
      if (status === 200 || status === 202) keys.add(key);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ messageId: key, executionId: key, correlationId: '', duplicate }));
    });
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    accepted: () => received.filter(({ status }) => status === 202),
    answerFirst: (...answers) => void (script = answers),
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
