import type { TracedExecution, TracedRun, TracedSent } from '../../engine/memory-execution.ts';
import { documentOf, fileTextOf } from '../document.ts';
import type { Output } from '../output.ts';
import type { Input } from './read-input.ts';
import type { Try } from './try-flow.ts';

/** Every node's output, in the order in which the nodes ran. */
export function printTrace(trace: Try, output: Output): void {
  for (const execution of trace.executions) printExecution(execution, trace.sourceNodeId, output);
  for (const { nodeId, keys } of trace.kept) output.line(`${nodeId} keeps something for ${keys.length} keys.`);
  if (trace.refused) output.line(`${output.styled('red', 'refused')}: ${trace.refused.code}: ${trace.refused.message}`);
}

/** The trace as JSON, bodies in the form in which they can be read. */
export function traceAsJson({ executions, kept, refused }: Try): unknown {
  return {
    executions: executions.map(({ id, state, dueAt, error, releasedBy, message, runs }) => ({
      id,
      state,
      dueAt: state === 'waiting' ? instant(dueAt) : null,
      error: error ?? null,
      releasedBy: releasedBy ?? null,
      message: itemAsJson(message),
      runs: runs.map(run => ({
        run: run.run,
        nodeId: run.nodeId,
        nodeName: run.nodeName,
        nodeType: run.nodeType,
        undoes: run.undoes ?? null,
        stoodIn: run.stoodIn,
        input: itemAsJson(run.input),
        outputs: run.emitted.map(item => ({ port: item.port, dueAt: instant(item.dueAt), ...itemAsJson(item) })),
        error: run.error ?? null,
        reply: run.reply ? { status: run.reply.status, headers: run.reply.headers } : null,
        sent: run.sent.map(({ message, ...target }) => ({ ...target, ...itemAsJson(message) })),
      })),
    })),
    kept,
    refused: refused ?? null,
  };
}

function printExecution(execution: TracedExecution, sourceNodeId: string, output: Output): void {
  const { releasedBy, message, runs, state, dueAt, error } = execution;
  output.line(output.styled('bold', releasedBy ? `${releasedBy.nodeId}, released` : sourceNodeId));
  printItem(releasedBy?.port ?? 'out', message, output);
  for (const run of runs) printRun(run, output);
  const color = state === 'succeeded' ? 'green' : state === 'waiting' ? 'yellow' : 'red';
  const until = state === 'waiting' ? ` until ${String(instant(dueAt))} (go there with --let-time-pass)` : '';
  output.line(`${output.styled(color, state)}${until}${error ? ` at ${error.nodeId}` : ''}`);
  output.line();
}

function printRun(run: TracedRun, output: Output): void {
  output.line(
    `${output.styled('bold', run.nodeId)}  ${run.nodeName} (${run.nodeType})${run.undoes === undefined ? '' : `, undoes run ${run.undoes}`}${run.stoodIn ? ', not sent' : ''}`,
  );
  if (run.stoodIn) printItem('would send', run.input, output);
  if (run.error) output.line(`  ${output.styled('red', run.error.code)}: "${run.nodeName}": ${run.error.message}`);
  for (const sent of run.sent) printItem(`to ${targetOf(sent)}`, sent.message, output);
  if (run.reply) output.line(`  replies with status ${run.reply.status}`);
  for (const item of run.emitted) {
    const unchanged = item.body === run.input.body && !run.stoodIn;
    const later = item.dueAt === undefined ? '' : `, not before ${String(instant(item.dueAt))}`;
    if (unchanged) output.line(`  ${output.styled('cyan', item.port)}  as it came${later}`);
    else printItem(`${item.port}${later}`, item, output);
  }
}

function printItem(label: string, item: Omit<Input, 'headers'>, output: Output): void {
  const text = fileTextOf(documentOf(item));
  const size = item.body.bytes().length;
  output.line(`  ${output.styled('cyan', label)}  ${item.contentType}${size === 0 ? ' (empty)' : ''}`);
  if (typeof text !== 'string') output.line(`    ${size} bytes that are no text`);
  else if (size > 0) output.line(text.trimEnd().replaceAll(/^/gm, '    '));
}

function itemAsJson(item: { contentType: string; headers: Readonly<Record<string, string>>; body: Input['body'] }) {
  return { contentType: item.contentType, headers: item.headers, ...documentOf(item) };
}

const targetOf = (sent: TracedSent) => ('topic' in sent ? `topic ${sent.topic}` : `flow ${sent.flowId}`);

const instant = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
