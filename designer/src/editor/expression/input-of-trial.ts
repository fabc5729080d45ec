import type { Trial } from '@lineshaft/api';
import type { DraftFlow } from '../draft-flow.ts';
import type { ShownItem } from '../try/message-of-body.ts';
import { traceOfTrial } from '../try/trace-of-trial.ts';
import type { KnownInput } from './known-input.ts';

/**
 * What came into a node in a try, or would have: what was sent to where it is connected, if it was not run itself.
 * @param index of its runs, the one that is looked at
 */
export function inputOfTrial(
  trial: Trial | undefined,
  { edges }: DraftFlow,
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

/** Undefined when it is not JSON, or was cut off. */
function known({ json: body, truncated, headers, contentType }: ShownItem): KnownInput | undefined {
  if (body === undefined || truncated) return undefined;
  return { from: 'run', body, headers, contentType };
}
