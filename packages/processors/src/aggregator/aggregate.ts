import { Body, countsAsJson, expressionError, type HeldMessage, type Message, type Released } from '@lineshaft/flow';
import { compile, throwingAs } from '@lineshaft/jsonata';

/** A group that is closed, in order. */
export interface ClosedGroup {
  key: string;
  messages: readonly HeldMessage[];
  complete: boolean;
  /** The port that it leaves through. */
  port: string;
  /** Database clock, milliseconds since 1970. */
  now: number;
}

/**
 * Makes the aggregate of a group, heir of every execution that brought a message.
 * @param combine JSONata; left out: the list of bodies
 * @throws TerminalError `expression-invalid`, and from what it returns `expression-failed` or `expression-limit`
 */
export function aggregation(combine: string | undefined): (group: ClosedGroup) => Released {
  const expression =
    combine === undefined
      ? undefined
      : throwingAs(expressionError('The combination of the aggregator'), () => compile(combine));
  return group => {
    const { key, messages, complete, port, now } = group;
    const [first, last] = [messages[0], messages.at(-1)];
    if (!first || !last) throw new Error('A group without messages was closed.');
    const bodies = bodiesOf(messages);
    const count = messages.length;
    const input = { key, messages: bodies, headers: messages.map(({ headers }) => headers), count, complete };
    return {
      port,
      contentType: 'application/json',
      headers: {
        ...commonHeaders(messages),
        'x-aggregate-count': String(count),
        'x-aggregate-complete': String(complete),
      },
      body: Body.fromJson(expression ? expression.evaluate(input, { clock: now, seed: key }) : bodies),
      correlationId: first.correlationId,
      causationId: last.id,
      heirOf: [...new Set(messages.map(({ executionId }) => executionId))],
    };
  };
}

/** As expressions see them: null stands for an empty body, and JSON is all that is aggregated. */
export function bodiesOf(messages: readonly Message[]): unknown[] {
  return messages.map(message => (countsAsJson(message) ? (message.body.json() ?? null) : null));
}

/** What all say alike holds for the whole, but for what they say about their places in it. */
function commonHeaders([first, ...rest]: readonly Message[]): Record<string, string> {
  const headers = Object.entries(first?.headers ?? {}).filter(
    ([name, value]) => !name.startsWith('x-split-') && rest.every(message => message.headers[name] === value),
  );
  return Object.fromEntries(headers);
}
