import type { AnyNodeManifest } from '@lineshaft/flow';
import type { DraftFlow, DraftNode, Position } from '../draft-flow.ts';
import { freshId, freshName } from './fresh-id.ts';

/** Adds a node of a type, named after it; the way to its id is the last of `nodes`. */
export function addNode(flow: DraftFlow, manifest: AnyNodeManifest, position: Position): DraftFlow {
  const name = freshName(manifest.title, new Set(flow.nodes.flatMap(node => node.name ?? [])));
  const id = freshId(name, new Set(flow.nodes.map(node => node.id)));
  const node: DraftNode = {
    id,
    type: manifest.type,
    ...(manifest.version === 1 ? {} : { version: manifest.version }),
    name,
    config: {},
  };
  return { ...flow, nodes: [...flow.nodes, node], layout: { ...flow.layout, [id]: rounded(position) } };
}

/** Whole pixels: a file should not show how a hand trembled. */
export function rounded({ x, y }: Position): Position {
  return { x: Math.round(x), y: Math.round(y) };
}
