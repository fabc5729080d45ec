import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Output } from './output.ts';

/** Exit codes of every verb. */
export const exitCodes = {
  ok: 0,
  /** Problems, differences, a failed test, a refusal of the runtime. */
  problems: 1,
  /** The command was written wrong, or the runtime cannot be reached. */
  usage: 2,
  /** `plan`: there are changes. */
  changes: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command cannot be carried out as it was given: a wrong option, a file that is not there. */
export class UsageError extends Error {}

interface CommandOption {
  type: 'string' | 'boolean';
  multiple?: boolean;
  /** What a text stands for in the help, such as `URL`. */
  value?: string;
  description: string;
}

type Options = Record<string, CommandOption>;

type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

/** One verb of `lineshaft`. */
export interface Command<O extends Options = Options> {
  verb: string;
  /** What stands behind the verb, such as `[FOLDER]`. */
  operands: string;
  summary: string;
  options: O;
  run(call: CommandCall<O>): Promise<ExitCode>;
}

interface CommandCall<O extends Options = Options> {
  operands: string[];
  options: Values<O>;
  /** The folder that relative paths start from. */
  workingFolder: string;
  environment: Readonly<Record<string, string | undefined>>;
  output: Output;
}

/** A command whose options no longer matter: what the list of verbs holds. */
export type AnyCommand = Omit<Command, 'run'> & { run(call: never): Promise<ExitCode> };

/** Declares a verb; the types of its options are inferred. */
export function defineCommand<const O extends Options>(command: Command<O>): Command<O> {
  return command;
}

/** @throws UsageError when an option is not known, lacks its value, or there are too many operands */
export function readArguments(
  command: AnyCommand,
  args: readonly string[],
): { operands: string[]; options: Record<string, string | boolean | (string | boolean)[] | undefined> } {
  const options: ParseArgsConfig['options'] = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
  try {
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const most = command.operands.split(' ').filter(Boolean).length;
    if (positionals.length > most)
      throw new UsageError(`"${positionals[most] ?? ''}" is one too many: lineshaft ${usageOf(command)}`);
    return { operands: positionals, options: values };
  } catch (error) {
    if (error instanceof UsageError || !isParseError(error)) throw error;
    throw new UsageError(`${firstSentence(error.message)} See: lineshaft ${command.verb} --help`, { cause: error });
  }
}

/** `validate [FOLDER] [--fix]` */
export function usageOf({ verb, operands, options }: AnyCommand): string {
  const hasOptions = Object.keys(options).length > 0;
  return [verb, operands, hasOptions ? '[options]' : ''].filter(Boolean).join(' ');
}

export function helpOf(command: AnyCommand): string {
  const rows = Object.entries(command.options).map(([name, { value, description }]) => [
    `--${name}${value === undefined ? '' : ` ${value}`}`,
    description,
  ]);
  return [
    `lineshaft ${usageOf(command)}`,
    '',
    command.summary,
    ...(rows.length === 0 ? [] : ['', 'Options:', ...inColumns(rows)]),
  ].join('\n');
}

/** Two columns, the first as wide as its widest entry. */
export function inColumns(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([first = '']) => first.length));
  return rows.map(([first = '', second = '']) => `  ${first.padEnd(width)}  ${second}`);
}

function isParseError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** Node explains at length how an operand that looks like an option is written. */
function firstSentence(text: string): string {
  return `${text.split(/\. |\n/)[0]?.replace(/\.$/, '') ?? text}.`;
}
