import { Body, countsAsJson, implement, isJson, LineshaftError, type Sent } from '@lineshaft/flow';
import { askFlow } from '../ask-flow.ts';
import { documentOf, overMessage } from '../over-message.ts';
import { contentEnricherManifest } from './manifest.ts';

/** Content Enricher: what it adds is another flow's to know. */
export const contentEnricher = implement(contentEnricherManifest, ({ flow, request, combine }) => {
  const ask = request === undefined ? undefined : overMessage('The request of the enricher', request);
  const combination = overMessage('The combination of the enricher', combine);
  return {
    async deliver(message, context) {
      documentOf(message, 'A content enricher');
      const { headers } = message;
      const question = ask
        ? { contentType: 'application/json', headers, body: Body.fromJson(ask(message, context)) }
        : message;
      const answer = await askFlow(flow, question, context);
      const reply = replyOf(answer, flow);
      const enriched = combination(message, context, { reply, replyHeaders: answer.headers });
      const contentType = isJson(message.contentType) ? message.contentType : 'application/json';
      return [{ port: 'out', contentType, headers, body: Body.fromJson(enriched) }];
    },
  };
});

/** JSON as a value, anything else as text. */
function replyOf(answer: Sent, flow: string): unknown {
  try {
    return countsAsJson(answer) ? answer.body.json() : answer.body.text();
  } catch (cause) {
    // What is wrong with an answer may be put right, so unlike a fault of the message it is worth another attempt.
    if (!(cause instanceof LineshaftError)) throw cause;
    throw new LineshaftError('target-malformed', `The answer of the flow ${flow} cannot be read. ${cause.message}`, {
      cause,
    });
  }
}
