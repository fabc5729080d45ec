import type { Trial } from '@lineshaft/api';
import type { DraftEdge, DraftFlow } from '../draft-flow.ts';
import type { ShownItem } from '../try/message-of-body.ts';
import { chosenSource, isSource } from '../try/run-scope.ts';
import { traceOfTrial } from '../try/trace-of-trial.ts';
import type { KnownInput } from './known-input.ts';

/**
 * What came into a node in a try, or would have: what was sent to where it is connected, if it was not run itself.
 * @param index of its runs, the one that is looked at
 */
export function inputOfTrial(
  trial: Trial | undefined,
  edges: readonly DraftEdge[],
  nodeId: string,
  index: number,
): KnownInput | undefined {
  const trace = traceOfTrial(trial);
  const own = trace.get(nodeId)?.runs[index]?.run.input;
  const sent = edges
    .filter(({ to }) => to === nodeId)
    .flatMap(({ from, port = 'out' }) =>
      (trace.get(from)?.runs ?? []).flatMap(({ run }) => run.outputs.filter(output => output.port === port)),
    );
  return own ? known(own) : sent.map(known).find(input => input !== undefined);
}

// The same input for the same item, as long as it is there: what is made of it is made once.
const inputs = new WeakMap<ShownItem, KnownInput>();

/** Undefined when it is not JSON, or was cut off. */
function known(item: ShownItem): KnownInput | undefined {
  const { json: body, truncated, headers, contentType } = item;
  if (body === undefined || truncated) return undefined;
  const input = inputs.get(item) ?? { from: 'run', body, headers, contentType };
  inputs.set(item, input);
  return input;
}

/**
 * Whether a sample comes to a node as it is: straight from the source by which samples come in.
 * @param sourceId the one that was chosen; else it is the first
 */
export function getsSample({ nodes, edges }: DraftFlow, nodeId: string, sourceId: string | undefined): boolean {
  const source = chosenSource(nodes.filter(isSource), sourceId);
  return edges.some(({ from, to }) => to === nodeId && from === source?.id);
}
