import {
  evaluationContext,
  expressionError,
  expressionInput,
  type Message,
  type RunContext,
  TerminalError,
} from '@lineshaft/flow';
import { throwingAs } from '@lineshaft/jsonata';
import type { HttpClient } from '../connection/http-client.ts';
import { compileUrl, type Target, targetOf } from '../target-url.ts';

/** Where a message is sent to; undefined when the node names no connection. */
export type AddressOf = (
  message: Message,
  context: RunContext,
  connection: Pick<HttpClient, 'baseUrl' | 'origin'> | undefined,
) => Target;

/**
 * Reads the field url: a whole address, or a path behind the base address of a connection. Its function throws
 * TerminalError `config-invalid`, `target-forbidden` when a whole address is none of the connection's, and
 * `connection-unusable` for a path without connection: neither config nor flow check know of both.
 * @throws TerminalError `expression-invalid`, `config-invalid`
 */
export function compileAddress(text: string): AddressOf {
  const template = throwingAs(expressionError('The field url'), () => compileUrl(text));
  const isPath = text.startsWith('/');
  const fixed = template.fixed ? targetOf(isPath ? `http://base${text}` : text) : undefined;

  return (message, context, connection) => {
    if (isPath && connection === undefined) throw withoutConnection();
    if (!isPath && fixed !== undefined) return within(connection?.origin, fixed);
    const filled = template.fixed
      ? text
      : template.evaluate(expressionInput(message), evaluationContext(message, context));
    return within(connection?.origin, targetOf(isPath ? `${connection?.baseUrl}${filled}` : filled));
  };
}

function within(origin: string | undefined, target: Target): Target {
  if (origin === undefined || origin === target.origin) return target;
  const text = `The address ${target.shown} is none of the connection's, which leads to ${origin}. Write a path, such as /orders, or leave the connection out.`;
  throw new TerminalError('target-forbidden', text, { details: { url: target.shown } });
}

function withoutConnection(): TerminalError {
  return new TerminalError(
    'connection-unusable',
    'The field url is a path, which needs the base address of a connection, but the node names no connection. Choose one, or write the whole address.',
  );
}
