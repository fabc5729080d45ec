import { compileTemplate, ExpressionError } from '@lineshaft/jsonata';

/** A request as it goes out for one message. */
export interface HttpCall {
  method: string;
  /** Whole as far as it is known: without the base address of a connection, a path. */
  address: string;
  /** Those that the node sets. */
  headers: Record<string, string>;
}

/** The message that a node works on, as far as it is shown. */
export interface CallInput {
  contentType: string;
  headers: Readonly<Record<string, string>>;
  json?: unknown;
  /** Left out: not known, as in a try. */
  correlationId?: string;
}

/**
 * What a node asks another system for; undefined when it asks nothing by HTTP. A text whose values cannot be filled in, such
 * as of a body that was cut off, stays as the settings have it.
 * @param baseUrl of the connection
 */
export function httpCallOf(
  config: Readonly<Record<string, unknown>>,
  input: CallInput,
  baseUrl: string | undefined,
): HttpCall | undefined {
  const { url, method, headers } = config;
  if (typeof url !== 'string') return undefined;
  const filled = fill(url, input, value => encodeURIComponent(value.toWellFormed()));
  return {
    method: typeof method === 'string' ? method : 'POST',
    address: filled.startsWith('/') ? `${baseUrl?.replace(/\/$/, '') ?? ''}${filled}` : filled,
    headers: Object.fromEntries(
      Object.entries((headers ?? {}) as Record<string, unknown>).map(([name, text]) => [
        name,
        fill(String(text), input, value => value),
      ]),
    ),
  };
}

function fill(
  text: string,
  { json, headers, contentType, correlationId }: CallInput,
  encode: (value: string) => string,
): string {
  try {
    return compileTemplate(text, { encode }).evaluate(json, { bindings: { headers, contentType, correlationId } });
  } catch (error) {
    if (error instanceof ExpressionError) return text;
    throw error;
  }
}
