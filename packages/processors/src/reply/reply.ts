import { checkHeaderValue, evaluationContext, expressionError, expressionInput, implement } from '@lineshaft/flow';
import { compileTemplate, throwingAs } from '@lineshaft/jsonata';
import { replyManifest } from './manifest.ts';

/** The port it emits on is what a trace shows: whether the sender was still there. */
export const reply = implement(replyManifest, ({ status, contentType, headers }) => {
  const templates = Object.entries(headers).map(([name, text]) => ({
    name,
    template: throwingAs(expressionError(`The header ${name}`), () => compileTemplate(text)),
  }));
  return {
    async deliver(message, context) {
      const answerHeaders: Record<string, string> = {};
      for (const { name, template } of templates) {
        const value = template.fixed
          ? template.text
          : template.evaluate(expressionInput(message), evaluationContext(message, context));
        checkHeaderValue(name, value);
        answerHeaders[name] = value;
      }
      const answered = context.reply({
        status,
        headers: answerHeaders,
        contentType: contentType ?? message.contentType,
        body: message.body.bytes(),
      });
      // What was answered, for whoever has to find it in the ledger.
      return [
        {
          port: answered ? 'answered' : 'late',
          contentType: contentType ?? message.contentType,
          headers: { ...answerHeaders, 'x-http-status': String(status) },
          body: message.body,
        },
      ];
    },
  };
});
