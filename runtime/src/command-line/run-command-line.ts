import { ApiError } from '@lineshaft/api';
import { LineshaftError } from '@lineshaft/flow';
import {
  type AnyCommand,
  type ExitCode,
  exitCodes,
  helpOf,
  inColumns,
  readArguments,
  UsageError,
  usageOf,
} from './command.ts';
import { Output } from './output.ts';
import { applyCommand } from './verbs/apply.ts';
import { exportCommand } from './verbs/export.ts';
import { planCommand } from './verbs/plan.ts';
import { replayCommand } from './verbs/replay.ts';
import { runCommand } from './verbs/run.ts';
import { testCommand } from './verbs/test.ts';
import { validateCommand } from './verbs/validate.ts';

/** In the order in which they are used. */
const commands: readonly AnyCommand[] = [
  validateCommand,
  runCommand,
  testCommand,
  planCommand,
  applyCommand,
  exportCommand,
  replayCommand,
];

/** Does what the arguments say. Only faults of the program are thrown. */
export async function runCommandLine([verb, ...args]: readonly string[]): Promise<ExitCode> {
  const output = new Output(args.includes('--json'));
  const command = commands.find(one => one.verb === verb);
  if (!command) return explain(verb, output);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${helpOf(command)}\n`);
    return exitCodes.ok;
  }
  try {
    const { operands, options } = readArguments(command, args);
    const call = { operands, options, workingFolder: workingFolder(), environment: process.env, output };
    return await command.run(call as never);
  } catch (error) {
    return failed(error, output);
  }
}

function explain(verb: string | undefined, output: Output): ExitCode {
  const asked = verb === undefined || ['help', '--help', '-h'].includes(verb);
  const text = [
    'lineshaft <verb>: flows as code.',
    '',
    ...inColumns(commands.map(command => [usageOf(command), command.summary])),
    '',
    'lineshaft <verb> --help says more about one of them.',
  ].join('\n');
  if (asked) process.stdout.write(`${text}\n`);
  else output.complain(`There is no verb "${verb}".\n\n${text}`);
  return asked ? exitCodes.ok : exitCodes.usage;
}

function failed(error: unknown, output: Output): ExitCode {
  if (error instanceof UsageError) {
    output.complain(error.message);
    return exitCodes.usage;
  }
  if (error instanceof ApiError) {
    output.complain(error.message);
    for (const { path, message } of error.problem.problems ?? []) output.complain(`  ${path || '/'}: ${message}`);
    return error.status === 0 ? exitCodes.usage : exitCodes.problems;
  }
  if (error instanceof LineshaftError) {
    output.complain(error.message);
    return exitCodes.problems;
  }
  throw error;
}

/** pnpm runs scripts in the folder of the package, and says where it was called. */
function workingFolder(): string {
  const { npm_lifecycle_event: script, INIT_CWD: calledIn } = process.env;
  return script === 'lineshaft' && calledIn !== undefined ? calledIn : process.cwd();
}
