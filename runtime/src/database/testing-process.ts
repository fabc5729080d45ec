import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ScriptProcess {
  pid: number;
  /** What it has written to standard output so far. */
  lines: string[];
  /** The first line that the condition holds for, already written or yet to come. Rejects when the process ends first. */
  line(condition: (line: string) => boolean): Promise<string>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
}

/** Runs TypeScript in a Node process of its own, for tests that kill it. Import with absolute file URLs. */
export function startScript(source: string): ScriptProcess {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', line => lines.push(line));
  const ended = new Promise<void>(resolve => {
    child.once('close', () => resolve());
  });
  return {
    pid: pidOf(child),
    lines,
    line: condition =>
      new Promise((resolve, reject) => {
        const look = (line: string): void => {
          if (condition(line)) resolve(line);
        };
        lines.forEach(look);
        output.on('line', look);
        void ended.then(() => reject(new Error(`The process ended having written: ${lines.join(' / ')}`)));
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('Node could not be started.');
  return child.pid;
}
