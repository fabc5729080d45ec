import { checkShape } from '@lineshaft/flow';
import { z } from 'zod';

const draftNodeSchema = z.looseObject({
  id: z.string().min(1),
  type: z.string().min(1),
  version: z.number().optional(),
  name: z.string().optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  connection: z.string().optional(),
  onFailure: z.unknown().optional(),
});

const draftEdgeSchema = z.looseObject({ from: z.string(), port: z.string().optional(), to: z.string() });

const draftNoteSchema = z.looseObject({
  id: z.string().min(1),
  text: z.string(),
  x: z.number(),
  y: z.number(),
  width: z.number().optional(),
  height: z.number().optional(),
});

/** What the canvas must be able to read of a draft. Everything else may be missing or wrong, and is kept as it is. */
const draftFlowSchema = z.looseObject({
  nodes: z
    .array(draftNodeSchema)
    .refine(
      nodes => new Set(nodes.map(({ id }) => id)).size === nodes.length,
      'must not have two nodes of the same id',
    ),
  edges: z.array(draftEdgeSchema),
  layout: z.record(z.string(), z.looseObject({ x: z.number(), y: z.number() })).optional(),
  notes: z.array(draftNoteSchema).optional(),
});

/** A flow as it is being edited: a plain JSON object that need not be valid. */
export type DraftFlow = z.input<typeof draftFlowSchema>;
export type DraftNode = z.input<typeof draftNodeSchema>;
export type DraftEdge = z.input<typeof draftEdgeSchema>;
export type DraftNote = z.input<typeof draftNoteSchema>;
export type Position = { x: number; y: number };

/** Any JSON object. */
export type JsonObject = Record<string, unknown>;

/** The document itself when it can be drawn, else why it cannot. */
export function drawableFlow(document: JsonObject): { flow: DraftFlow } | { flow: undefined; fault: string } {
  const { faults } = checkShape(draftFlowSchema, document, 'The flow');
  if (faults.length === 0) return { flow: document as DraftFlow };
  return { flow: undefined, fault: faults.map(fault => fault.message).join(' ') };
}

/** An edge's identity: no two edges of a flow have the same ends and port. */
export function edgeKey({ from, port = 'out', to }: DraftEdge): string {
  return JSON.stringify([from, port, to]);
}

/** What a node is called on the screen. */
export function nodeTitle(node: DraftNode): string {
  return node.name ?? node.id;
}
