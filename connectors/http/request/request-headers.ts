import {
  checkHeaderValue,
  evaluationContext,
  expressionError,
  expressionInput,
  isHeaderValue,
  type Message,
  type RunContext,
} from '@lineshaft/flow';
import { compileTemplate, type Template, throwingAs } from '@lineshaft/jsonata';

/** The headers of a request, apart from those of a sign-in, for a message. */
export type HeadersOf = (
  message: Message,
  context: RunContext,
  ofConnection: Readonly<Record<string, string>>,
) => Record<string, string>;

/**
 * Reads the field headers. They come before those of the connection, and those before the ones that every request has.
 * Its function throws TerminalError `header-invalid`.
 * @throws TerminalError `expression-invalid`, `header-invalid`
 */
export function compileHeaders(configured: Readonly<Record<string, string>>, sendsBody: boolean): HeadersOf {
  const own = Object.entries(configured).map(([name, text]) => headerOf(name, text));
  return (message, context, ofConnection) => {
    const headers: Record<string, string> = {
      'user-agent': 'lineshaft',
      'idempotency-key': context.idempotencyKey,
      traceparent: context.traceparent,
      'x-correlation-id': asHeaderValue(message.correlationId),
    };
    if (sendsBody && message.contentType !== '') headers['content-type'] = message.contentType;
    Object.assign(headers, ofConnection);
    for (const header of own) headers[header.name] = valueOf(header, message, context);
    return headers;
  };
}

interface Header {
  name: string;
  template: Template;
}

function headerOf(name: string, text: string): Header {
  const template = throwingAs(expressionError(`The header ${name}`), () => compileTemplate(text));
  if (template.fixed) checkHeaderValue(name, text);
  return { name, template };
}

function valueOf({ name, template }: Header, message: Message, context: RunContext): string {
  if (template.fixed) return template.text;
  const value = template.evaluate(expressionInput(message), evaluationContext(message, context));
  checkHeaderValue(name, value);
  return value;
}

/** A correlation id may be any text of a document. */
function asHeaderValue(text: string): string {
  return isHeaderValue(text) ? text : encodeURIComponent(text.toWellFormed());
}
