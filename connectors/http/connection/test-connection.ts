import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { LineshaftError, TerminalError, type TestStep } from '@lineshaft/flow';
import { connectSocket } from '../../outbound/connect-socket.ts';
import { type HostPort, lookUpTarget } from '../../outbound/look-up-target.ts';
import { reasonFor } from '../../outbound/reasons.ts';
import { discard } from '../exchange.ts';
import { targetOf } from '../target-url.ts';
import { codeOf, unreachable } from '../unreachable.ts';
import { hostPortOf, HttpClient, type HttpSettings } from './http-client.ts';

const connectMs = 10_000;

/** Goes through the handshake of a connection with these settings, as its first request would. */
export async function testConnection(settings: HttpSettings, step: TestStep, signal: AbortSignal): Promise<void> {
  const { baseUrl, internal, auth } = settings;
  const home = hostPortOf(baseUrl);
  const allowed = internal ? home : undefined;
  await step('Look up the host name', () => explained(home, lookUpTarget(home, allowed)));
  const socket = await step('Connect', () =>
    explained(home, connectSocket(home, { allowed, timeoutMs: connectMs, signal })),
  );
  try {
    if (new URL(baseUrl).protocol === 'https:') {
      await step('TLS handshake', () => explained(home, shakeHands(socket, home.host, settings, signal)));
    }
  } finally {
    socket.destroy();
  }
  const client = new HttpClient(settings);
  try {
    if (auth.kind === 'oauth2ClientCredentials') await step('Sign in', () => client.signIn(signal));
    await step('Ask', () => ask(client, settings, signal));
  } finally {
    await client.close();
  }
}

async function shakeHands(socket: Socket, host: string, { tls }: HttpSettings, signal: AbortSignal): Promise<void> {
  const { ca, certificate: cert, key } = tls;
  const secured = connect({
    socket,
    host,
    servername: isIP(host) === 0 ? host : '',
    ca,
    cert,
    key,
    ALPNProtocols: ['http/1.1'],
  });
  try {
    await once(secured, 'secureConnect', { signal: AbortSignal.any([signal, AbortSignal.timeout(connectMs)]) });
  } finally {
    secured.destroy();
  }
}

/** Any answer that lets the connection in and is no failure of the other side will do: who asks knows no better path. */
async function ask(client: HttpClient, { baseUrl, healthPath }: HttpSettings, signal: AbortSignal): Promise<void> {
  const asked = { method: 'GET', target: targetOf(healthPath === undefined ? baseUrl : client.baseUrl + healthPath) };
  const headers = { 'user-agent': 'lineshaft', ...client.headers };
  let status: number;
  try {
    const response = await client.send({ ...asked, headers, body: null, signal }, 0);
    await discard(response);
    status = response.statusCode;
  } catch (cause) {
    throw unreachable(asked, cause);
  }
  const said = `GET ${asked.target.shown} answered ${status}`;
  const details = { status, url: asked.target.shown };
  if (status === 401 || status === 403) {
    throw new TerminalError('target-rejected', `${said}: it does not let this connection in. Check the sign-in.`, {
      details,
    });
  }
  if (status >= 500) throw new LineshaftError('target-failed', `${said}: it is not well.`, { details });
}

/** Says what a foreign error means. */
async function explained<Result>({ host, port }: HostPort, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    const code = codeOf(cause);
    if (code === undefined || cause instanceof LineshaftError) throw cause;
    const text = `${host}:${port}: ${reasonFor(code)}.`;
    throw new LineshaftError('target-unreachable', text, { cause, details: { host, port, reason: code } });
  }
}
