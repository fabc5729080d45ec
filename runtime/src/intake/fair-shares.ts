import { RetryAfterError } from '@lineshaft/flow';

/**
 * How many messages are in at the same time, over all who share: never fewer, at most so many from the moment on at which
 * the process is busy, never more.
 */
const widths = { least: 4, whenBusy: 8, most: 512 };

/** What one may have in who shares with others, however many they are. */
const leastShare = 2;

/**
 * What a partner may have in who is alone, at least: about as many as it takes to keep the database's commits full, and no
 * more, as who comes next has all of them before it.
 */
const leastAlone = 32;

/** How busy the event loop may be before less is let in, and how idle before more is, from 0 to 1. */
const busy = 0.6;
const idle = 0.3;

/** Who came within this time counts among those who share, milliseconds. */
const presentMs = 1000;

/** Nobody is left to wait longer to be accepted, milliseconds. */
const patienceMs = 2000;

/** When to come back for who was left to wait for nothing, milliseconds. */
const comeBackMs = 2000;

interface Participant {
  isPartner: boolean;
  /** Counts among those who share. */
  isPresent: boolean;
  in: number;
  cameAt: number;
  waiting: (() => void)[];
}

/**
 * Who sends a flood does not fill the process's time, so that others get through nearly as fast as ever: while several
 * partners take messages in and the process is busy, each has only so many on the way at once, from before they are
 * accepted until they are through. The others wait unread by the database; who waits too long is told to come back, or,
 * when it is not this process that is slow, let in: the ledger keeps what a target is not ready for.
 */
export class FairShares {
  readonly #participants = new Map<string, Participant>();
  readonly #clock: () => number;
  #width = widths.most;
  #busy = false;
  /** Who is there: those who come add to it at once, those who have gone are taken off by `adapt`. */
  #present = 0;

  constructor(clock = () => performance.now()) {
    this.#clock = clock;
  }

  /**
   * Resolves when there is room in this one's share. What it gives must be called, once, when the message is off this
   * process's hands.
   * @throws RetryAfterError `overloaded` when there is none for as long as anybody is left to wait
   */
  async enter(flowId: string, partner: string | null): Promise<() => void> {
    const participant = this.#arrived(flowId, partner);
    if (participant.waiting.length === 0 && participant.in < this.#share(participant)) participant.in++;
    else if (!(await roomIn(participant))) {
      if (this.#busy) throw tooMany(flowId);
      participant.in++;
    }
    return () => {
      participant.in--;
      this.#letIn(participant);
    };
  }

  /** Called several times a second. @param utilization the part of the time in which the event loop was busy, 0 to 1 */
  adapt(utilization: number): void {
    this.#busy = utilization > idle;
    if (utilization > busy) this.#width = Math.max(widths.least, Math.min(widths.whenBusy, this.#width) * 0.7);
    else if (utilization < idle) this.#width = Math.min(widths.most, this.#width * 1.1);
    const since = this.#clock() - presentMs;
    this.#present = 0;
    for (const [key, participant] of this.#participants) {
      participant.isPresent = participant.cameAt >= since || participant.waiting.length > 0;
      if (participant.isPresent) this.#present++;
      else if (participant.in === 0) this.#participants.delete(key);
    }
    for (const participant of this.#participants.values()) this.#letIn(participant);
  }

  #arrived(flowId: string, partner: string | null): Participant {
    const key = `${flowId}\u0000${partner ?? ''}`;
    let participant = this.#participants.get(key);
    if (!participant) {
      participant = { isPartner: partner !== null, isPresent: false, in: 0, cameAt: 0, waiting: [] };
      this.#participants.set(key, participant);
    }
    if (!participant.isPresent) this.#present++;
    participant.isPresent = true;
    participant.cameAt = this.#clock();
    return participant;
  }

  #letIn(participant: Participant): void {
    let room = this.#share(participant) - participant.in;
    for (; room > 0 && participant.waiting.length > 0; room--) participant.waiting.shift()?.();
  }

  /** What each of those who are there may have on the way. Who names no partner is bounded by others only. */
  #share({ isPartner }: Participant): number {
    if (this.#present >= 2) return Math.max(leastShare, Math.floor(this.#width / this.#present));
    return isPartner ? Math.max(leastAlone, this.#width) : Infinity;
  }
}

/** Resolves to true when this participant has one more in, to false when that took too long. */
function roomIn(participant: Participant): Promise<boolean> {
  return new Promise(resolve => {
    const enter = () => {
      clearTimeout(timer);
      participant.in++;
      resolve(true);
    };
    const timer = setTimeout(() => {
      participant.waiting = participant.waiting.filter(one => one !== enter);
      resolve(false);
    }, patienceMs);
    participant.waiting.push(enter);
  });
}

function tooMany(flowId: string): RetryAfterError {
  const sentence = `The flow "${flowId}" has more messages of this partner on the way than its share, while others send, too.`;
  return new RetryAfterError('overloaded', `${sentence} Send it again in ${comeBackMs / 1000} s.`, comeBackMs);
}
