import { Body, evaluationContext, expressionError, implement } from '@lineshaft/flow';
import { compile, throwingAs } from '@lineshaft/jsonata';
import { documentOf } from '../over-message.ts';
import { mappingManifest } from './manifest.ts';

/** Message Translator: the body becomes what the expression makes of it; the headers stay. */
export const mapping = implement(mappingManifest, ({ expression: text, contentType }) => {
  const expression = throwingAs(expressionError('The mapping'), () => compile(text));
  return {
    process(message, context) {
      const document = documentOf(message, 'A mapping');
      const result = expression.evaluate(document, evaluationContext(message, context));
      return [{ port: 'out', contentType, headers: message.headers, body: Body.fromJson(result) }];
    },
  };
});
