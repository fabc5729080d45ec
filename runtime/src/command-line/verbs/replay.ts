import { createClient, type ExecutionSummary } from '@lineshaft/api';
import { durationMs, durationSchema, type ExecutionState, executionStates } from '@lineshaft/flow';
import { defineCommand, exitCodes, UsageError } from '../command.ts';
import { instantOf, urlOf } from '../option-values.ts';
import type { Output } from '../output.ts';
import { findReplayed } from '../replay/find-replayed.ts';
import { type Replayed, replayExecutions, type ReplayOptions } from '../replay/replay-executions.ts';

export const replayCommand = defineCommand({
  verb: 'replay',
  operands: '',
  summary: 'Take executions up again, by filter: shows which, and does it with --yes.',
  options: {
    runtime: { type: 'string', value: 'URL', description: 'The runtime, such as http://127.0.0.1:4400.' },
    flow: { type: 'string', value: 'ID', description: 'Only of this flow.' },
    state: { type: 'string', value: 'STATES', description: 'With commas between them. Left out: dead-lettered.' },
    key: { type: 'string', value: 'NAME:VALUE', description: 'Only with this business key.' },
    from: {
      type: 'string',
      value: 'INSTANT',
      description: 'Accepted at or after it, such as 2026-11-25T08:00:00Z, or 2h ago.',
    },
    to: { type: 'string', value: 'INSTANT', description: 'Accepted before it.' },
    how: {
      type: 'string',
      value: 'retry|reprocess',
      description: 'From the node that failed (the default), or from the start.',
    },
    version: {
      type: 'string',
      value: 'current|original',
      description: 'Of the flow, when reprocessing. Left out: current.',
    },
    rate: { type: 'string', value: 'N/s', description: 'How many are begun each second. Left out: 10/s.' },
    patience: {
      type: 'string',
      value: 'DURATION',
      description: 'How long to wait for what comes of them. Left out: 30s.',
    },
    'stop-on-failure': { type: 'boolean', description: 'One after the other, up to the first that fails again.' },
    yes: { type: 'boolean', description: 'Do it.' },
    json: { type: 'boolean', description: 'Print { found, results, left } as JSON.' },
  },
  async run({ options, output }) {
    const call = createClient(urlOf(options.runtime, '--runtime'));
    const how = howOf(options.how, options.version);
    const perSecond = rateOf(options.rate ?? '10/s');
    const patienceMs = patienceOf(options.patience ?? '30s');
    const found = await findReplayed(call, {
      flow: options.flow,
      state: statesOf(options.state ?? 'dead-lettered'),
      key: options.key,
      from: options.from === undefined ? undefined : instantOf(options.from, '--from'),
      to: options.to === undefined ? undefined : instantOf(options.to, '--to'),
    });
    if (!options.yes) {
      for (const execution of found) output.line(describe(execution));
      output.line(`${found.length} executions would be replayed (${how}). Say --yes to do it.`);
      output.result({ found, results: [], left: [] });
      return exitCodes.ok;
    }
    const { results, left } = await replayExecutions(found, call, {
      how,
      perSecond,
      patienceMs,
      stopOnFailure: options['stop-on-failure'] ?? false,
      report: result => print(result, output),
    });
    const failed = results.filter(({ failure }) => failure !== undefined).length;
    const succeeded = results.filter(({ state }) => state === 'succeeded').length;
    const open = results.length - failed - succeeded;
    output.line(`${succeeded} succeeded, ${failed} failed, ${open} not through yet, ${left.length} not begun`);
    output.result({ found, results, left: left.map(({ id }) => id) });
    return failed > 0 ? exitCodes.problems : exitCodes.ok;
  },
});

function describe({ id, flowId, state, acceptedAt, keys, error }: ExecutionSummary): string {
  const named = Object.entries(keys).flatMap(([name, values]) => values.map(value => `${name}:${value}`));
  const reason = error ? `  ${error.code} at ${error.nodeId}: ${error.message}` : '';
  return `${id}  ${acceptedAt}  ${flowId}  ${state}  ${named.join(' ')}${reason}`;
}

function print({ executionId, replayedBy, state, failure }: Replayed, output: Output): void {
  const by = replayedBy === undefined || replayedBy === executionId ? '' : ` as ${replayedBy}`;
  const color = failure === undefined ? 'green' : 'red';
  output.line(`${executionId}${by}: ${output.styled(color, state)}${failure === undefined ? '' : `: ${failure}`}`);
}

function howOf(how: string | undefined, version = 'current'): ReplayOptions['how'] {
  if (version !== 'current' && version !== 'original')
    throw new UsageError(`--version ${version} is neither current nor original.`);
  if (how === 'reprocess') return version;
  if (how === undefined || how === 'retry') return 'retry';
  throw new UsageError(`--how ${how} is neither retry nor reprocess.`);
}

function statesOf(text: string): string {
  const unknown = text.split(',').find(state => !executionStates.includes(state as ExecutionState));
  if (unknown === undefined) return text;
  throw new UsageError(`--state ${unknown} is none of ${executionStates.join(', ')}.`);
}

function rateOf(text: string): number {
  const [, count] = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text) ?? [];
  if (count === undefined || Number(count) === 0) throw new UsageError(`--rate ${text} is no rate, such as 10/s.`);
  return Number(count);
}

function patienceOf(text: string): number {
  if (!durationSchema.safeParse(text).success) throw new UsageError(`--patience ${text} is no duration, such as 30s.`);
  return durationMs(text);
}
