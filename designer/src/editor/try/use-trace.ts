import { useMemo } from 'react';
import { type NodeTrace, traceOfTrial } from './trace-of-trial.ts';
import { useTry } from './try-context.ts';

/** What every node did in the last runs, by id. */
export function useTrace(): ReadonlyMap<string, NodeTrace> {
  const last = useTry(state => state.last);
  const alone = useTry(state => state.alone);
  return useMemo(
    () => traceOfTrial(last?.trial, new Map([...alone].map(([nodeId, { trial }]) => [nodeId, trial]))),
    [last, alone],
  );
}
