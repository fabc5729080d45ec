export interface Log {
  /** Something worth a line: shown when the twins are verbose. */
  event(text: string): void;
  /** Something that a person should know of. */
  trouble(text: string): void;
}

/** Events go to stdout when `verbose`, troubles always to stderr. */
export function createLog(verbose: boolean): Log {
  return {
    event: verbose ? text => process.stdout.write(`twins: ${text}\n`) : () => undefined,
    trouble: text => process.stderr.write(`twins: ${text}\n`),
  };
}
