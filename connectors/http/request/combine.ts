import {
  Body,
  type Emitted,
  evaluationContext,
  expressionError,
  expressionInput,
  isJson,
  type Message,
  type RunContext,
} from '@lineshaft/flow';
import { compile, throwingAs } from '@lineshaft/jsonata';
import { passableHeaders } from '../headers.ts';
import type { Answer } from './answer.ts';

/** What goes on after an answer. */
export type EmitAnswer = (answer: Answer, message: Message, context: RunContext) => Emitted;

const port = 'response';

/**
 * The bare response, or (Content Enricher) what an expression makes of the message's body and `$response`: its JSON
 * value, its text when it is something else, no value when it is empty. Then the headers of the message stay.
 * @throws TerminalError `expression-invalid`
 */
export function compileCombine(text: string | undefined): EmitAnswer {
  if (text === undefined)
    return ({ contentType, headers, status, body }) => {
      return { port, contentType, headers: { ...passableHeaders(headers), 'x-http-status': String(status) }, body };
    };
  const combine = throwingAs(expressionError('The field combine'), () => compile(text));
  return ({ status, contentType, body }, message, context) => {
    const response = isJson(contentType) || body.bytes().length === 0 ? body.json() : body.text();
    const { bindings, ...rest } = evaluationContext(message, context);
    const result = combine.evaluate(expressionInput(message), { ...rest, bindings: { ...bindings, response } });
    const headers = { ...message.headers, 'x-http-status': String(status) };
    return { port, contentType: 'application/json', headers, body: Body.fromJson(result) };
  };
}
