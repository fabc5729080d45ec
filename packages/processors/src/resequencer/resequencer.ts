import {
  type Change,
  durationMs,
  type Held,
  type HeldMessage,
  implement,
  passOn,
  TerminalError,
} from '@lineshaft/flow';
import { integerOverMessage, keyOverMessage } from '../over-message.ts';
import { releasedFrom } from '../released-from.ts';
import { gapPort, resequencerManifest, stalePort } from './manifest.ts';

/** Where the sequence of a key stands. */
interface Sequence {
  next: number;
  /** Numbers of the messages that are held, ascending; all are above `next`. */
  waiting: number[];
  /** When the first of them began to wait for `next`, database clock. */
  since: number;
}

/** They are listed in what is kept of a key. */
const maxWaiting = 10_000;

/** Resequencer: messages go on in executions of their own, on a lane, so that they stay in order from here on. */
export const resequencer = implement(resequencerManifest, config => {
  const { first } = config;
  const keyOf = keyOverMessage('The key of the resequencer', config.key);
  const numberOf = integerOverMessage('The number of the resequencer', config.sequence);
  const patienceMs = durationMs(config.patience);
  const rememberMs = durationMs(config.remember);

  function kept(state: Sequence, now: number): Change<Sequence> {
    return { state, expiresAt: state.waiting.length > 0 ? state.since + patienceMs : now + rememberMs };
  }

  /** What follows when `ready` goes on and everything below `next` is behind. */
  function goOn(ready: readonly HeldMessage[], port: string, key: string, next: number, held: Held<Sequence>) {
    const waiting = (held.state?.waiting ?? []).filter(number => number >= next);
    return {
      ...kept({ next, waiting, since: held.now }, held.now),
      dropThrough: next - 1,
      released: ready.map(message => releasedFrom(message, message.executionId, passOn(message, port), key)),
    };
  }

  return {
    async process(message, context) {
      const key = keyOf(message, context);
      const sequence = numberOf(message, context);
      return context.state.change<Sequence>(key, async held => {
        const { now, state = { next: first, waiting: [], since: now } } = held;
        const { next, waiting } = state;
        if (sequence < next || waiting.includes(sequence)) {
          return { ...kept(state, now), emitted: [passOn(message, stalePort)] };
        }
        if (sequence > next) return { ...kept(joined(state, sequence, now), now), hold: { sequence } };
        const end = endOfRun(sequence, waiting);
        const own = { ...message, sequence, executionId: context.executionId };
        const following = end > sequence + 1 ? await heldBelow(end, held) : [];
        return goOn([own, ...following], 'out', key, end, held);
      });
    },

    async expire(key: string, held: Held<Sequence>) {
      const [earliest] = held.state?.waiting ?? [];
      if (held.state === undefined || earliest === undefined) return { state: undefined };
      const { next, waiting } = held.state;
      const end = endOfRun(earliest, waiting);
      const ready = (await heldBelow(end, held)).map((message, index) =>
        index === 0 ? afterGap(message, next, earliest) : message,
      );
      return goOn(ready, config.onGap === 'port' ? gapPort : 'out', key, end, held);
    },
  };
});

function joined({ next, waiting, since }: Sequence, sequence: number, now: number): Sequence {
  if (waiting.length >= maxWaiting) {
    throw new TerminalError(
      'expression-limit',
      `${maxWaiting} messages of a key wait in the resequencer for a missing one; more are not taken. Check the numbers, or shorten its patience.`,
      { details: { limit: maxWaiting } },
    );
  }
  const all = [...waiting, sequence].toSorted((a, b) => a - b);
  return { next, waiting: all, since: waiting.length > 0 ? since : now };
}

/** The first number after `from` that is not waiting. */
function endOfRun(from: number, waiting: readonly number[]): number {
  let next = from + 1;
  for (const number of waiting) if (number === next) next++;
  return next;
}

async function heldBelow(end: number, held: Held<Sequence>): Promise<HeldMessage[]> {
  return (await held.messages()).filter(({ sequence }) => sequence < end);
}

/** The message after a gap says what is missing: nobody is to think that all are there. */
function afterGap(message: HeldMessage, from: number, before: number): HeldMessage {
  return { ...message, headers: { ...message.headers, 'x-sequence-gap': `${from}..${before - 1}` } };
}
