import { errorPort } from '../flow-definition.ts';
import { suggestion } from './nearest.ts';
import { type KnownNode, nodeProblem } from './nodes.ts';
import type { Problem } from './problem.ts';
import type { DraftEdge } from './read.ts';

type Nodes = ReadonlyMap<string, KnownNode>;
/** Where each node's edges lead. */
type Successors = ReadonlyMap<string, readonly string[]>;

/** Checks the ways that messages take: from a source to every node, through every port, back to who waits. */
export function checkWays(nodes: Nodes, edges: readonly DraftEdge[]): Problem[] {
  const successors = successorsOf(nodes, edges);
  return [
    ...checkReach(nodes, successors),
    ...[...nodes.values()].flatMap(node => checkPorts(node, edges)),
    ...checkReplies(nodes, successors),
    ...[...nodes.values()].flatMap(node => checkCompensation(node, nodes, edges)),
  ];
}

function successorsOf(nodes: Nodes, edges: readonly DraftEdge[]): Successors {
  const successors = new Map<string, string[]>([...nodes.keys()].map(id => [id, []]));
  for (const { from, to } of edges) if (nodes.has(to)) successors.get(from)?.push(to);
  return successors;
}

/** A node of unknown type may be a source, so it hides no other fault and causes none. */
function checkReach(nodes: Nodes, successors: Successors): Problem[] {
  const all = [...nodes.values()];
  const sources = all.filter(node => node.role === 'source' || node.role === undefined);
  if (sources.length === 0) {
    const text = 'The flow has no source, so no message can enter it. Add a source, such as a webhook.';
    return [{ path: '/nodes', severity: 'error', code: 'source-missing', message: text }];
  }
  const undoing = all.flatMap(({ compensation }) => nodes.get(compensation ?? '') ?? []);
  const reached = reachableFrom([...sources, ...undoing], successors);
  return all
    .filter(node => !reached.has(node.id))
    .map(node => {
      const text = `No source leads to the node ${node.label}, so no message ever reaches it. Connect it, or remove it.`;
      return nodeProblem(node, [], 'node-unreachable', text);
    });
}

function checkPorts(node: KnownNode, edges: readonly DraftEdge[]): Problem[] {
  const used = new Set(edges.filter(edge => edge.from === node.id).map(edge => edge.port));
  return [...checkErrorPort(node, used), ...checkOutputs(node, used)];
}

function checkErrorPort(node: KnownNode, used: ReadonlySet<string>): Problem[] {
  if (!node.hasErrorPort) return [];
  if (node.role === 'source') {
    const text = `The source ${node.label} takes messages in and has no failures to send on. Set its failures back to the dead letter channel.`;
    return [nodeProblem(node, ['onFailure'], 'error-port-on-source', text)];
  }
  if (used.has(errorPort)) return [];
  const text =
    `Failures of the node ${node.label} leave through its error port, but no edge leads on from there: they would vanish. ` +
    `Connect the error port, or let failures go to the dead letter channel.`;
  return [nodeProblem(node, ['onFailure'], 'error-port-unconnected', text)];
}

/** What a sink sends on (a response) may be left alone; what a source or a processor sends on is the message itself. */
function checkOutputs(node: KnownNode, used: ReadonlySet<string>): Problem[] {
  if (node.role === 'sink' || node.role === undefined) return [];
  if (node.role === 'source' && used.size === 0) {
    const text = `No edge leaves the source ${node.label}, so its messages go nowhere. Connect it to the node that works on them.`;
    return [nodeProblem(node, [], 'source-unconnected', text)];
  }
  const open = (node.ports ?? []).filter(port => !used.has(port.name));
  return open.map(port => {
    const text = `The port "${port.title}" of the node ${node.label} is not connected: messages that leave through it end there.`;
    return { ...nodeProblem(node, [], 'port-unconnected', text), severity: 'warning' };
  });
}

/** What undoes a node is a way of its own: no message of the flow may run into it. */
function checkCompensation(node: KnownNode, nodes: Nodes, edges: readonly DraftEdge[]): Problem[] {
  if (node.compensation === undefined) return [];
  const undoing = nodes.get(node.compensation);
  const fault =
    undoing === undefined
      ? `the node "${node.compensation.slice(0, 100)}", which this flow does not have.${suggestion(node.compensation, nodes.keys()) || ' Name a node of this flow.'}`
      : undoing === node || undoing.role === 'source'
        ? `${undoing.label}, which cannot undo anything. Name a sink or a processor that no edge leads to.`
        : edges.some(edge => edge.to === undoing.id)
          ? `${undoing.label}, into which an edge leads. Remove the edge: a node that undoes another runs only for that.`
          : undefined;
  if (fault === undefined) return [];
  return [
    nodeProblem(node, ['compensation'], 'compensation-unknown', `The node ${node.label} is to be undone by ${fault}`),
  ];
}

/** A sender who waits needs a reply node on the way, and a reply node needs a sender who waits. */
function checkReplies(nodes: Nodes, successors: Successors): Problem[] {
  const all = [...nodes.values()];
  const unanswered = all.filter(source => {
    if (source.role !== 'source' || source.awaitsReply !== true) return false;
    const reached = reachableFrom([source], successors);
    return !all.some(node => node.sendsReply !== false && node !== source && reached.has(node.id));
  });
  const maybeAwaited = reachableFrom(
    all.filter(node => (node.role === 'source' || node.role === undefined) && node.awaitsReply !== false),
    successors,
  );
  const idle = all.filter(node => node.sendsReply === true && !maybeAwaited.has(node.id));
  return [...unanswered.map(missingReply), ...idle.map(unawaitedReply)];
}

function missingReply(source: KnownNode): Problem {
  const text = `The sender at ${source.label} waits for an answer, but no reply node can be reached from there. Add a Reply node on the way, or set Reply of ${source.label} to Receipt.`;
  return nodeProblem(source, [], 'reply-missing', text);
}

function unawaitedReply(node: KnownNode): Problem {
  const text = `The node ${node.label} answers the sender, but no source that leads to it waits for an answer. Set Reply of the webhook to Flow, or remove the node.`;
  return { ...nodeProblem(node, [], 'reply-unawaited', text), severity: 'warning' };
}

function reachableFrom(starts: readonly KnownNode[], successors: Successors): Set<string> {
  const reached = new Set(starts.map(node => node.id));
  for (const id of reached) for (const next of successors.get(id) ?? []) reached.add(next);
  return reached;
}
