import { TerminalError } from '@lineshaft/flow';

/** Processes that an execution may bring down, one after the other, before it goes to the dead letter channel. */
const maxHandovers = 3;

/** How often in a row the process that worked on an execution died, without anything being settled. */
interface HandedOn {
  handovers: number;
}

export function isPoison({ handovers }: HandedOn): boolean {
  return handovers >= maxHandovers;
}

export function poisoned({ handovers }: HandedOn): TerminalError {
  return new TerminalError(
    'crashed',
    `${handovers} processes in a row ended while this execution was at work in them, so it is not tried again by itself. ` +
      `Look at the logs of the runtime and at the message, then retry the delivery.`,
  );
}
