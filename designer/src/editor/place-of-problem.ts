import type { Problem } from '@lineshaft/flow';
import type { DraftFlow } from './draft-flow.ts';

/** Where in the settings something is wrong. */
export interface Place {
  /** Undefined: in the settings of the flow. */
  nodeId: string | undefined;
  /** Of the field, in the node or in the flow; edges have the pointer that they have in the flow. */
  pointer: string;
}

/** All edges that leave a node. */
export const edgesPointer = '/edges';

const aboutEdges: ReadonlySet<Problem['code'] | undefined> = new Set([
  'port-unconnected',
  'source-unconnected',
  'error-port-unconnected',
]);

/** The place where a problem can be solved. */
export function placeOfProblem(
  flow: DraftFlow | undefined,
  { path, nodeId, code }: Pick<Problem, 'path' | 'nodeId'> & Partial<Pick<Problem, 'code'>>,
): Place {
  const [, list, index, ...rest] = path.split('/');
  if (list === 'edges' && index !== undefined) {
    const edge = flow?.edges[Number(index)];
    const known = new Set(flow?.nodes.map(({ id }) => id));
    const node = [edge?.from, edge?.to].find(id => id !== undefined && known.has(id));
    return { nodeId: node ?? nodeId, pointer: `${edgesPointer}/${index}` };
  }
  if (nodeId === undefined) return { nodeId, pointer: path };
  return { nodeId, pointer: aboutEdges.has(code) ? edgesPointer : rest.map(key => `/${key}`).join('') };
}

/** Whether it is shown where edges are, not in the form of the node. */
export function isAboutEdges({ pointer }: Place): boolean {
  return pointer === edgesPointer || pointer.startsWith(`${edgesPointer}/`);
}
