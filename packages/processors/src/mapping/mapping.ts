import { Body, implement, isJson, type Message, TerminalError } from '@lineshaft/flow';
import { compile } from '@lineshaft/jsonata';
import { evaluationContext, explained, explainedNow } from '../evaluation.ts';
import { mappingManifest } from './manifest.ts';

/** Message Translator: the body becomes what the expression makes of it; the headers stay. */
export const mapping = implement(mappingManifest, ({ expression: text, contentType }) => {
  const expression = explainedNow('The expression cannot be used', () => compile(text));
  return {
    async process(message, context) {
      const input = jsonOf(message);
      const result = await explained('The mapping failed', () =>
        expression.evaluate(input, evaluationContext(message, context)),
      );
      return [{ port: 'out', contentType, headers: message.headers, body: Body.fromJson(result) }];
    },
  };
});

function jsonOf(message: Message): unknown {
  const { contentType } = message;
  if (contentType === '' || isJson(contentType)) return message.body.json();
  throw new TerminalError(
    'content-type-unsupported',
    `A mapping works on JSON, but this message is ${contentType}. Put a node before it that turns such messages into JSON.`,
  );
}
