import {
  type Change,
  durationMs,
  expressionError,
  type Held,
  type HeldMessage,
  implement,
  type Message,
  passOn,
  TerminalError,
} from '@lineshaft/flow';
import { compile, isTruthy, throwingAs } from '@lineshaft/jsonata';
import { documentOf, integerOverMessage, keyOverMessage } from '../over-message.ts';
import { aggregation, bodiesOf } from './aggregate.ts';
import { aggregatorManifest, incompletePort, latePort, mayBeIncomplete } from './manifest.ts';

/** What is kept of a group beside its messages. A closed one is kept only to know late messages by. */
type Group = OpenGroup | { closed: true };

interface OpenGroup {
  count: number;
  /** When its first message came, database clock. */
  since: number;
  /** Keys of the parts that it has, where parts have keys. */
  parts: string[];
}

/** A group is read and combined in one piece. */
const maxMessages = 10_000;

/** Aggregator: the executions of the parts end here; the aggregate goes on in one of its own, as heir of all of them. */
export const aggregator = implement(aggregatorManifest, config => {
  const { when, late, onTimeout } = config;
  const keyOf = keyOverMessage('The key of the aggregator', config.key);
  const partOf =
    config.partKey === undefined ? undefined : keyOverMessage('The part key of the aggregator', config.partKey);
  const countOf =
    config.count === undefined ? undefined : integerOverMessage('The count of the aggregator', String(config.count));
  const condition =
    when === undefined
      ? undefined
      : throwingAs(expressionError('The condition of the aggregator'), () => compile(when));
  const aggregate = aggregation(config.combine);
  const timeoutMs = config.timeout === undefined ? undefined : durationMs(config.timeout);
  const rememberMs = durationMs(config.remember);
  const mayMiss = mayBeIncomplete(config);

  function open(group: OpenGroup): Change<Group> {
    return { state: group, ...(timeoutMs === undefined ? {} : { expiresAt: group.since + timeoutMs }) };
  }

  function closed(now: number): Change<Group> {
    if (late === 'new-group') return { state: undefined };
    return { state: { closed: true }, dropThrough: Number.MAX_SAFE_INTEGER, expiresAt: now + rememberMs };
  }

  function isMet(messages: readonly Message[], key: string, now: number): boolean {
    if (!condition) return false;
    const input = { messages: bodiesOf(messages), count: messages.length };
    return isTruthy(condition.evaluate(input, { clock: now, seed: key }));
  }

  return {
    async process(message, context) {
      documentOf(message, 'An aggregator');
      const key = keyOf(message, context);
      const part = partOf?.(message, context);
      const needed = countOf?.(message, context);
      return context.state.change<Group>(key, async held => {
        const { now, state: group = { count: 0, since: now, parts: [] } } = held;
        if ('closed' in group) return { ...closed(now), emitted: [passOn(message, latePort)] };
        if (part !== undefined && group.parts.includes(part)) return open(group);
        if (group.count >= maxMessages) throw tooManyMessages();

        const sequence = splitIndexOf(message) ?? group.count;
        const count = group.count + 1;
        const isFull = needed !== undefined && count >= needed;
        if (isFull || condition) {
          const messages = await withOwn(held, { ...message, sequence, executionId: context.executionId });
          if (isFull || isMet(messages, key, now)) {
            const released = aggregate({ key, messages, complete: true, port: 'out', now });
            return { ...closed(now), released: [released] };
          }
        }
        const parts = part === undefined ? group.parts : [...group.parts, part];
        return { ...open({ count, since: group.since, parts }), hold: { sequence } };
      });
    },

    async expire(key: string, held: Held<Group>) {
      if (held.state === undefined || 'closed' in held.state) return { state: undefined };
      const messages = await held.messages();
      const port = mayMiss && onTimeout === 'port' ? incompletePort : 'out';
      const released = aggregate({ key, messages, complete: !mayMiss, port, now: held.now });
      return { ...closed(held.now), released: [released] };
    },
  };
});

async function withOwn(held: Held<Group>, own: HeldMessage): Promise<HeldMessage[]> {
  return [...(await held.messages()), own].toSorted((a, b) => a.sequence - b.sequence);
}

/** What a splitter says of the message's place. */
function splitIndexOf(message: Message): number | undefined {
  const index = message.headers['x-split-index'] ?? '';
  return /^\d{1,9}$/.test(index) ? Number(index) : undefined;
}

function tooManyMessages(): TerminalError {
  return new TerminalError(
    'expression-limit',
    `A group of the aggregator has ${maxMessages} messages and is not complete; more are not taken. Check when it should be, or give it a time-out.`,
    { details: { limit: maxMessages } },
  );
}
