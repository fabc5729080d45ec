import type { LiveFlow } from '@lineshaft/api';
import type { FlowVersionDefinition } from '@lineshaft/flow';
import type { Mark } from '../../../editor/canvas/draw-flow.ts';
import { edgeKey } from '../../../editor/draft-flow.ts';
import { formatDuration } from '../../../ui/format-time.ts';
import { messages } from './messages.ts';

const texts = messages.node;

/** What the drawn flow shows of what goes on. */
export function liveMarks(definition: FlowVersionDefinition, live: LiveFlow) {
  const sent = new Map(live.ports.map(({ nodeId, port, messages: count }) => [JSON.stringify([nodeId, port]), count]));
  const nodes = new Map<string, Mark>();
  for (const { id } of definition.nodes) {
    const mark = markOf(id, live);
    if (mark) nodes.set(id, mark);
  }
  const edges = new Map<string, Mark>();
  for (const edge of definition.edges) {
    const count = sent.get(JSON.stringify([edge.from, edge.port])) ?? 0;
    if (count > 0) edges.set(edgeKey(edge), { tone: 'good', text: count.toLocaleString('en-GB') });
  }
  return { nodes, edges };
}

/** What needs a person comes first, then what keeps messages, then what was done. */
function markOf(nodeId: string, live: LiveFlow): Mark | undefined {
  const open = live.open.find(each => each.nodeId === nodeId);
  const done = live.nodes.find(each => each.nodeId === nodeId);
  const states = [
    ...(open && open.dead > 0 ? [texts.dead(open.dead)] : []),
    ...(open && open.held > 0 ? [texts.held(open.held)] : []),
    ...(open && open.waiting > 0 ? [texts.waiting(open.waiting)] : []),
    ...(open && open.active > 0 ? [texts.active(open.active)] : []),
  ];
  const worked = done && done.succeeded > 0 ? [texts.done(done.succeeded, formatDuration(done.durationMs))] : [];
  const failed = done && done.failed > 0 ? [texts.failed(done.failed)] : [];
  const below = [...states, ...failed, ...worked].join(' · ');
  if (open && open.dead > 0) return { tone: 'bad', below };
  if (open && open.held + open.waiting > 0) return { tone: 'busy', below };
  if (failed.length > 0) return { tone: 'busy', below };
  if (open && open.active > 0) return { tone: 'running', below };
  if (worked.length > 0) return { tone: 'good', below };
  // Sources do no runs; what they let in is all there is to tell.
  const came = live.ports.filter(each => each.nodeId === nodeId).reduce((sum, each) => sum + each.messages, 0);
  return came > 0 ? { tone: 'good', below: came.toLocaleString('en-GB') } : undefined;
}
