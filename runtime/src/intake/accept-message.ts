import { type IncomingMessage, LineshaftError, type Message, type Receipt, TerminalError } from '@lineshaft/flow';
import { computingTurn } from '../engine/computing-turn.ts';
import type { PreparedFlow } from '../engine/prepare-flow.ts';
import { isTransient } from '../ledger/database-errors.ts';
import type { Backlog } from '../ledger/backlog.ts';
import { Fenced } from '../ledger/epoch.ts';
import { idTime, newId } from '../ledger/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LeasedExecution } from '../ledger/lease.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Admission } from './admission.ts';
import type { FairShares } from './fair-shares.ts';
import type { KeyExpressions } from './evaluate-keys.ts';

/** The process's worker, if it has one: accepted executions go to it without a way through the database. */
export interface LocalWorker {
  /** @param behind how many of the same partner wait already: there must be room for them, too */
  tryTakeSlot(flowId: string, partner: string | null, behind: number): boolean;
  giveBackSlot(flowId: string, partner: string | null): void;
  /** Resolves when the execution is off the worker's hands. */
  take(execution: LeasedExecution): Promise<void>;
}

export interface IntakeContext {
  ledger: Ledger;
  worker: LocalWorker | undefined;
  /** Something was accepted that nobody works on yet. */
  announceWork(): void;
  metrics: Metrics;
  admission: Admission;
  backlog: Backlog;
  shares: FairShares;
  onFenced(): void;
}

/** One source of a published flow version. */
export interface OpenSource {
  flow: Pick<PreparedFlow, 'id' | 'version'>;
  nodeId: string;
  keys: KeyExpressions;
}

export interface AcceptOptions {
  /** So that a sender who waits for the reply can be noted down before the execution begins. */
  executionId?: string;
  /** The message of another flow that it was made from. */
  origin?: { correlationId: string; causationId: string };
}

/** Long enough for every sensible header; a longer one is the sender's mistake. */
const maxHeaderKeyLength = 400;

/**
 * Idempotent receiver: gives the message its ids and keys and commits it.
 * @returns the receipt, after the commit
 * @throws LineshaftError when the message was not accepted; `unavailable` means the sender should come back
 */
export async function acceptMessage(
  context: IntakeContext,
  source: OpenSource,
  incoming: IncomingMessage,
  { executionId = newId(), origin }: AcceptOptions = {},
): Promise<Receipt> {
  const { ledger, worker, metrics } = context;
  const { flow } = source;
  const messageId = newId();
  const headerKey = incoming.headers['idempotency-key'];
  const received: Message = {
    id: messageId,
    correlationId: origin?.correlationId ?? headerText(incoming, 'x-correlation-id') ?? messageId,
    causationId: origin?.causationId,
    headers: incoming.headers,
    contentType: incoming.contentType,
    body: incoming.body,
  };
  const turn = computingTurn();
  if (turn !== undefined) await turn;
  const keys = source.keys.evaluate(received, { executionId, run: 0, clock: idTime(executionId) });
  const message: Message =
    keys.correlationId === undefined ? received : { ...received, correlationId: keys.correlationId };
  const knownKey = keys.idempotencyKey ?? incoming.idempotencyKey;
  const idempotencyKey = knownKey ?? (headerKey === undefined ? undefined : headerText(incoming, 'idempotency-key'));

  const partner = keys.partner ?? headerText(incoming, 'x-partner-id') ?? null;
  // What one flow sends to another was taken in before: it is bounded by that one's backlog.
  if (!origin) context.admission.check(flow.id, partner);

  const leave = origin ? undefined : await context.shares.enter(flow.id, partner);
  // Behind those who wait already, or the fair shares of the lease would be passed by.
  const leased = worker?.tryTakeSlot(flow.id, partner, context.backlog.queued(flow.id, partner)) ?? false;
  let work: Promise<void> | undefined;
  try {
    const accepted = await ledger.accept({
      executionId,
      flowId: flow.id,
      flowVersion: flow.version,
      sourceNode: source.nodeId,
      message,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      idempotencyKeyGuardsBody: knownKey === undefined,
      // A message that begins its own conversation is found by its id; only others need an entry.
      businessKeys:
        message.correlationId === messageId
          ? keys.business
          : [...keys.business, ['correlationId', message.correlationId]],
      ...(keys.orderingKey === undefined ? {} : { orderingKey: keys.orderingKey }),
      ...(partner === null ? {} : { partner }),
      leased,
    });
    if (accepted.kind === 'key-reused') {
      throw new TerminalError(
        'idempotency-key-reused',
        'The Idempotency-Key was used before with another body. Send a changed document with a key of its own.',
      );
    }
    if (accepted.kind === 'duplicate') {
      metrics.duplicates.inc({ flow: flow.id });
      const { messageId, executionId, correlationId } = accepted;
      return { messageId, executionId, correlationId, duplicate: true };
    }
    metrics.accepted.inc({ flow: flow.id });
    context.backlog.accepted(flow.id, partner, accepted.state === 'queued');
    if (accepted.state === 'running' && worker) {
      work = worker.take(
        leasedExecution(executionId, accepted.owner, source, message, { laneKey: keys.orderingKey ?? null, partner }),
      );
    } else if (accepted.state === 'queued') {
      context.announceWork();
    }
    return { messageId, executionId, correlationId: message.correlationId, duplicate: false };
  } catch (error) {
    throw notAccepted(context, error);
  } finally {
    if (leased && !work) worker?.giveBackSlot(flow.id, partner);
    if (leave) void (work ?? Promise.resolve()).then(leave);
  }
}

function leasedExecution(
  id: string,
  owner: number,
  source: OpenSource,
  message: Message,
  place: { laneKey: string | null; partner: string | null },
): LeasedExecution {
  return {
    id,
    owner,
    flowId: source.flow.id,
    flowVersion: source.flow.version,
    ...place,
    sourceNode: source.nodeId,
    sourcePort: 'out',
    message,
    checkpoint: undefined,
    inputs: new Map(),
    error: undefined,
    cancelRequested: false,
  };
}

function headerText(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name]?.trim();
  if (!value) return undefined;
  if (value.length > maxHeaderKeyLength) {
    throw new TerminalError(
      'header-invalid',
      `The header ${name} has ${value.length} characters; up to ${maxHeaderKeyLength} are taken.`,
    );
  }
  return value;
}

function notAccepted(context: IntakeContext, error: unknown): unknown {
  if (error instanceof Fenced) context.onFenced();
  else if (!isTransient(error)) return error;
  return new LineshaftError(
    'unavailable',
    'The message was not accepted: the database cannot be reached just now. Send it again shortly, with the same Idempotency-Key.',
    {
      cause: error,
    },
  );
}
