import {
  Body,
  type Emitted,
  implement,
  type Message,
  passOn,
  type Released,
  type RunContext,
  TerminalError,
} from '@lineshaft/flow';
import { documentOf, keyOverMessage, overMessage } from '../over-message.ts';
import { releasedFrom } from '../released-from.ts';
import { emptyPort, splitterManifest } from './manifest.ts';

/** Runs of one execution are settled and shown together. */
const maxInline = 100;
const maxInlineAutomatically = 20;

/** They are released in one commit. */
const maxExecutions = 10_000;

/** Splitter: each part goes on by itself, and says which of how many it is. */
export const splitter = implement(splitterManifest, config => {
  const parts = overMessage('The parts of the splitter', config.parts);
  const make = config.part === undefined ? undefined : overMessage('The part of the splitter', config.part);
  const orderingKey =
    config.orderingKey === undefined ? undefined : keyOverMessage('The ordering key of a part', config.orderingKey);

  function emit(part: unknown, index: number, count: number, message: Message, context: RunContext): Emitted {
    const places = { 'x-split-id': message.id, 'x-split-index': String(index), 'x-split-count': String(count) };
    const body = make ? make(message, context, { part, index }) : part;
    const headers = { ...message.headers, ...places };
    return { port: 'out', contentType: 'application/json', headers, body: Body.fromJson(body) };
  }

  return {
    async process(message, context) {
      documentOf(message, 'A splitter');
      const list = listOf(parts(message, context));
      if (list.length === 0) return config.empty === 'port' ? [passOn(message, emptyPort)] : [];

      const inline = config.mode === 'inline' || (config.mode === 'automatic' && list.length <= maxInlineAutomatically);
      checkCount(list.length, inline);
      const emitted: Emitted[] = [];
      const released: Released[] = [];
      for (const [index, part] of list.entries()) {
        const made = emit(part, index, list.length, message, context);
        if (inline) emitted.push(made);
        else {
          const key = orderingKey?.(message, context, { part, index });
          released.push(releasedFrom(message, context.executionId, made, key));
        }
      }
      if (!inline) await context.state.release(released);
      return emitted;
    },
  };
});

/** JSONata gives a list of one as its only entry. */
function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function checkCount(count: number, inline: boolean): void {
  const [max, advice] = inline
    ? [maxInline, 'Let the parts run as executions of their own: set "mode" to "executions".']
    : [maxExecutions, 'Send the document in smaller pieces, or split it in two steps.'];
  if (count <= max) return;
  const where = inline ? 'in one execution' : 'at once';
  throw new TerminalError(
    'expression-limit',
    `The document has ${count} parts; up to ${max} are split ${where}. ${advice}`,
    { details: { count, limit: max } },
  );
}
