/**
 * How many are in at the same time, over all who take turns: never fewer, never more, and no more from the moment on at
 * which the process is busy.
 */
const widths = { least: 16, whenBusy: 48, most: 512 };

/** How busy the event loop may be before less is let in, and how idle before more is, from 0 to 1. */
const busy = 0.6;
const idle = 0.3;

/** Who came within this time counts among those who share, milliseconds. */
const presentMs = 1000;

/** However busy the process is, nobody waits longer to be accepted, milliseconds: the rest is the ledger's to share out. */
const patienceMs = 2000;

interface Participant {
  in: number;
  cameAt: number;
  waiting: (() => void)[];
}

/**
 * Who sends a flood does not fill the process's time, so that others get through as fast as ever: while several take
 * messages in and the process is busy, each has only so many on the way at once, from before they are accepted until they
 * are through. One alone is not held up.
 */
export class Turns {
  readonly #participants = new Map<string, Participant>();
  readonly #clock: () => number;
  #width = widths.most;

  constructor(clock = () => performance.now()) {
    this.#clock = clock;
  }

  /** Resolves when it is this one's turn. What it gives must be called, once, when the message is off this process's hands. */
  async enter(flowId: string, partner: string | null): Promise<() => void> {
    const key = `${flowId}\u0000${partner ?? ''}`;
    const participant = this.#participants.get(key) ?? { in: 0, cameAt: 0, waiting: [] };
    participant.cameAt = this.#clock();
    this.#participants.set(key, participant);
    if (participant.in < this.#part() && participant.waiting.length === 0) participant.in++;
    else await waitIn(participant);
    return () => {
      participant.in--;
      this.#letIn(participant);
    };
  }

  /** Called several times a second. @param utilization the part of the time in which the event loop was busy, 0 to 1 */
  adapt(utilization: number): void {
    if (utilization > busy) this.#width = Math.max(widths.least, Math.min(widths.whenBusy, this.#width) * 0.7);
    else if (utilization < idle) this.#width = Math.min(widths.most, this.#width * 1.1);
    const now = this.#clock();
    for (const [key, participant] of this.#participants) {
      this.#letIn(participant);
      if (participant.in === 0 && participant.waiting.length === 0 && now - participant.cameAt > presentMs)
        this.#participants.delete(key);
    }
  }

  #letIn(participant: Participant): void {
    const part = this.#part();
    while (participant.in < part && participant.waiting.length > 0) participant.waiting.shift()?.();
  }

  /** What each of those who are there may have on the way. */
  #part(): number {
    const since = this.#clock() - presentMs;
    let present = 0;
    for (const { cameAt, waiting } of this.#participants.values()) if (cameAt >= since || waiting.length > 0) present++;
    return present < 2 ? Infinity : Math.max(2, Math.floor(this.#width / present));
  }
}

function waitIn(participant: Participant): Promise<void> {
  return new Promise(resolve => {
    const enter = () => {
      clearTimeout(timer);
      participant.in++;
      resolve();
    };
    const timer = setTimeout(() => {
      participant.waiting = participant.waiting.filter(one => one !== enter);
      enter();
    }, patienceMs);
    participant.waiting.push(enter);
  });
}
