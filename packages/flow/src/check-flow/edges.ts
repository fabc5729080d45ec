import { errorPort } from '../flow-definition.ts';
import { suggestion } from './nearest.ts';
import type { KnownNode } from './nodes.ts';
import { type FlowProblemCode, jsonPointer, type Problem } from './problem.ts';
import type { DraftEdge } from './read.ts';

/** Checks each edge by itself: both ends exist, it leaves through a port and does not enter a source. */
export function checkEdges(edges: readonly DraftEdge[], nodes: ReadonlyMap<string, KnownNode>): Problem[] {
  const seen = new Set<string>();
  return edges.flatMap(edge => {
    const key = JSON.stringify([edge.from, edge.port, edge.to]);
    const isDuplicate = seen.has(key);
    seen.add(key);
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    return [
      ...(from === undefined ? [unknownEnd(edge, 'from', nodes)] : portProblems(edge, from)),
      ...(to === undefined ? [unknownEnd(edge, 'to', nodes)] : entryProblems(edge, to)),
      ...(isDuplicate ? [duplicate(edge, from, to)] : []),
    ];
  });
}

function unknownEnd(edge: DraftEdge, end: 'from' | 'to', nodes: ReadonlyMap<string, KnownNode>): Problem {
  const [id, verb] = end === 'from' ? [edge.from, 'starts at'] : [edge.to, 'leads to'];
  const meant = suggestion(id, nodes.keys()) || ' Draw it to a node of this flow, or remove it.';
  const text = `An edge ${verb} the node "${id.slice(0, 100)}", which this flow does not have.${meant}`;
  return edgeProblem(edge, [end], end === 'from' ? 'edge-from-unknown' : 'edge-to-unknown', text);
}

function portProblems(edge: DraftEdge, from: KnownNode): Problem[] {
  if (edge.port === errorPort && from.hasErrorPort) return [];
  const names = from.ports?.map(port => port.name);
  if (names?.includes(edge.port)) return [];
  if (edge.port === errorPort) {
    const text =
      `An edge leaves the node ${from.label} through the port "${errorPort}", but failures of this node go to the dead letter channel. ` +
      `Let its failures leave through the error port, or remove the edge.`;
    return [{ ...edgeProblem(edge, ['port'], 'error-port-not-chosen', text), nodeId: from.id }];
  }
  if (names === undefined) return [];
  const text = `The node ${from.label} has no port "${edge.port.slice(0, 80)}". ${portList(from, names)}`;
  return [{ ...edgeProblem(edge, ['port'], 'edge-port-unknown', text), nodeId: from.id }];
}

function portList(from: KnownNode, names: string[]): string {
  const all = from.hasErrorPort ? [...names, errorPort] : names;
  return all.length === 0 ? 'Nothing leaves this node: remove the edge.' : `Its ports are ${all.join(', ')}.`;
}

function entryProblems(edge: DraftEdge, to: KnownNode): Problem[] {
  if (edge.from === edge.to) {
    const text = `An edge leads from the node ${to.label} back to itself. Remove it.`;
    return [{ ...edgeProblem(edge, [], 'edge-self', text), nodeId: to.id }];
  }
  if (to.role !== 'source') return [];
  const text = `An edge leads into the source ${to.label}. A source takes messages from outside only: remove the edge.`;
  return [{ ...edgeProblem(edge, ['to'], 'edge-into-source', text), nodeId: to.id }];
}

function duplicate(edge: DraftEdge, from: KnownNode | undefined, to: KnownNode | undefined): Problem {
  const text = `A second edge leads from ${from?.label ?? `"${edge.from}"`} (port ${edge.port}) to ${to?.label ?? `"${edge.to}"`}. Remove one of them: each message would go twice.`;
  return edgeProblem(edge, [], 'edge-duplicate', text);
}

function edgeProblem(edge: DraftEdge, keys: PropertyKey[], code: FlowProblemCode, message: string): Problem {
  return { path: jsonPointer(['edges', edge.index, ...keys]), severity: 'error', code, message };
}
