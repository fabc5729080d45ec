import {
  Body,
  countsAsJson,
  evaluationContext,
  expressionError,
  implement,
  type Message,
  TerminalError,
} from '@lineshaft/flow';
import { compile, throwingAs } from '@lineshaft/jsonata';
import { mappingManifest } from './manifest.ts';

/** Message Translator: the body becomes what the expression makes of it; the headers stay. */
export const mapping = implement(mappingManifest, ({ expression: text, contentType }) => {
  const expression = throwingAs(expressionError('The mapping'), () => compile(text));
  return {
    async process(message, context) {
      const result = await expression.evaluate(jsonOf(message), evaluationContext(message, context));
      return [{ port: 'out', contentType, headers: message.headers, body: Body.fromJson(result) }];
    },
  };
});

function jsonOf(message: Message): unknown {
  if (countsAsJson(message)) return message.body.json();
  throw new TerminalError(
    'content-type-unsupported',
    `A mapping works on JSON, but this message is ${message.contentType}. Put a node before it that turns such messages into JSON.`,
  );
}
