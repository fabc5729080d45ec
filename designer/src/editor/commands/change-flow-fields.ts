import type { DraftFlow } from '../draft-flow.ts';
import { setAtPointer } from './set-at-pointer.ts';

/** Sets what lies at a JSON pointer into the flow's own fields, such as `/owner` or `/keys/business/poNumber`. */
export function changeFlowField(flow: DraftFlow, pointer: string, value: unknown): DraftFlow {
  if (/^\/(nodes|edges|format|id)(\/|$)/.test(pointer))
    throw new Error(`"${pointer}" is no field of the flow's own: nodes and edges have commands of theirs.`);
  return setAtPointer(flow, pointer, value) as DraftFlow;
}
