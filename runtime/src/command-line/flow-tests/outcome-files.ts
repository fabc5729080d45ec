import { type Document, documentOf } from '../document.ts';
import { extensionOf } from '../in-memory/read-input.ts';
import type { Try } from '../in-memory/try-flow.ts';

/** What came of a case, as files of `expected/`: by name, what each holds. */
export type OutcomeFiles = Map<string, Document>;

/**
 * One file for each message that reached a sink, `<case>.<node>.json`, and `<case>.<node>.2.json` for the second one;
 * `<case>.json` when it was the only one, unless the longer name is in use. `<case>.error.json` says where the flow failed.
 * `<case>.nothing` is an empty file: no sink was reached, and nothing failed.
 * @param taken names of files that are there
 */
export function outcomeFiles(name: string, trace: Try, taken: readonly string[]): OutcomeFiles {
  const files: OutcomeFiles = new Map();
  const reached = trace.executions.flatMap(({ runs }) => runs.filter(run => run.role === 'sink'));
  const counts = new Map<string, number>();
  for (const { nodeId, input } of reached) {
    const count = (counts.get(nodeId) ?? 0) + 1;
    counts.set(nodeId, count);
    const extension = extensionOf(input.contentType === '' ? 'application/json' : input.contentType);
    const full = `${name}.${nodeId}${count === 1 ? '' : `.${count}`}${extension}`;
    const short = `${name}${extension}`;
    files.set(reached.length === 1 && !taken.includes(full) ? short : full, documentOf(input));
  }
  const error = errorOf(trace);
  if (error) files.set(`${name}.error.json`, { json: error });
  if (files.size === 0) files.set(`${name}.nothing`, { text: '' });
  return files;
}

function errorOf({ executions, refused, sourceNodeId }: Try): { nodeId: string; code: string } | undefined {
  if (refused) return { nodeId: sourceNodeId, code: refused.code };
  const error = executions.map(execution => execution.error).find(one => one !== undefined);
  return error && { nodeId: error.nodeId, code: error.code };
}
