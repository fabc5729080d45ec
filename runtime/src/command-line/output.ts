import { styleText } from 'node:util';

/**
 * What a command says. For people: lines, with colours when it is a terminal that shows them. For machines (`--json`): one
 * JSON value at the end, and no lines.
 */
export class Output {
  readonly #json: boolean;

  constructor(json: boolean) {
    this.#json = json;
  }

  line(text = ''): void {
    if (!this.#json) process.stdout.write(`${text}\n`);
  }

  /** What keeps the command from its end; shown to machines too, beside what they read. */
  complain(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** The whole result, for machines. Called once. */
  result(value: unknown): void {
    if (this.#json) process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** Looks whether the output is a terminal, and at NO_COLOR and FORCE_COLOR. */
  styled(style: Parameters<typeof styleText>[0], text: string): string {
    return styleText(style, text, { stream: process.stdout });
  }
}
