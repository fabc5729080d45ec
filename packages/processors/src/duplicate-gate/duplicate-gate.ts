import {
  countsAsJson,
  durationMs,
  implement,
  keyText,
  type Message,
  passOn,
  type RunContext,
  TerminalError,
} from '@lineshaft/flow';
import { keyOverMessage, overMessage } from '../over-message.ts';
import { versionNumber } from './compare-versions.ts';
import { contentHash, hashOf } from './content-hash.ts';
import { gateAnswer, type SeenDocument } from './gate-answer.ts';
import { duplicateGateManifest } from './manifest.ts';

/** An Idempotent Receiver that knows corrections from repetitions. Every message goes on; its port says what it is. */
export const duplicateGate = implement(duplicateGateManifest, config => {
  const { document, versionOrder } = config;
  const keyOf = keyOverMessage(`The key of the ${document}`, config.key);
  const versionOf = config.version === undefined ? undefined : overMessage(versionSubject(document), config.version);
  const contentOf =
    config.content === undefined ? undefined : overMessage(`The content of the ${document}`, config.content);
  const rememberMs = durationMs(config.remember);

  /** Neither may be missing: all documents without one would look alike. */
  function versionFor(message: Message, context: RunContext): { version?: string | number } {
    if (!versionOf) return {};
    const value = versionOf(message, context);
    const version = typeof value === 'number' ? value : keyText(value, versionSubject(document));
    if (version === undefined) throw nothingFound(versionSubject(document), config.version);
    if (versionOrder !== 'number' || versionNumber(version, versionOrder) !== undefined) return { version };
    throw new TerminalError(
      'expression-failed',
      `${versionSubject(document)} must be a number, as "versionOrder" says, but the expression gave a text that is none.`,
    );
  }

  async function contentFor(message: Message, context: RunContext, body: string): Promise<string> {
    if (!contentOf) return countsAsJson(message) ? contentHash(message.body.json()) : body;
    const content = contentOf(message, context);
    if (content === undefined) throw nothingFound(`The content of the ${document}`, config.content);
    return contentHash(content);
  }

  return {
    async process(message, context) {
      const key = keyOf(message, context);
      const body = await hashOf(message.body.bytes());
      const seen: SeenDocument = {
        ...versionFor(message, context),
        content: await contentFor(message, context, body),
        body,
        executionId: context.executionId,
      };
      return context.state.change<SeenDocument>(key, ({ state: known, now }) => {
        const answer = gateAnswer(seen, known, versionOrder);
        const headers = {
          ...message.headers,
          'x-duplicate-gate': answer,
          'x-first-execution': (known ?? seen).executionId,
        };
        return {
          state: known === undefined || answer === 'amendment' ? seen : known,
          emitted: [{ ...passOn(message, answer), headers }],
          expiresAt: now + rememberMs,
        };
      });
    },

    expire: () => ({ state: undefined }),
  };
});

function versionSubject(document: string): string {
  return `The version of the ${document}`;
}

function nothingFound(subject: string, expression: string | undefined): TerminalError {
  return new TerminalError(
    'expression-failed',
    `${subject} has no value for this message: "${expression}" found nothing.`,
  );
}
