import { implement, passOn, TerminalError } from '@lineshaft/flow';
import { compileTemplate } from '@lineshaft/jsonata';
import { evaluationContext, explained, explainedNow, expressionInput } from '../evaluation.ts';
import { replyManifest } from './manifest.ts';

/** The port it emits on is what a trace shows: whether the sender was still there. */
export const reply = implement(replyManifest, ({ status, contentType, headers }) => {
  const templates = Object.entries(headers).map(([name, text]) => ({
    name,
    template: explainedNow(`The header ${name} cannot be used`, () => compileTemplate(text)),
  }));
  return {
    async deliver(message, context) {
      const answerHeaders: Record<string, string> = {};
      for (const { name, template } of templates) {
        answerHeaders[name] = headerValue(
          name,
          template.fixed
            ? template.text
            : await explained(`The header ${name} failed`, () =>
                template.evaluate(expressionInput(message), evaluationContext(message, context)),
              ),
        );
      }
      const answered = context.reply({
        status,
        headers: answerHeaders,
        contentType: contentType ?? message.contentType,
        body: message.body.bytes(),
      });
      return [passOn(message, answered ? 'answered' : 'late')];
    },
  };
});

function headerValue(name: string, value: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value;
  throw new TerminalError(
    'header-invalid',
    `The header ${name} would hold a line break or a character that headers cannot carry. Encode the value, for example with $encodeUrlComponent.`,
  );
}
