import { LineshaftError, type RunContext, type Sent } from '@lineshaft/flow';

/**
 * What the reply node of another flow answers to the message.
 * @throws LineshaftError `target-failed` when it ends without an answer, `target-unreachable` when it is not published or
 * not enabled
 */
export async function askFlow(flow: string, message: Sent, context: RunContext): Promise<Sent> {
  const { contentType, headers, body } = message;
  const answer = await context.channels.call(flow, { contentType, headers, body }, true, context.signal);
  if (answer) return answer;
  throw new LineshaftError('target-failed', `The flow ${flow} gave no answer. Its way must end in a reply node.`);
}
