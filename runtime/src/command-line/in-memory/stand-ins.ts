import { Body, type Emitted } from '@lineshaft/flow';
import type { PreparedNode } from '../../engine/prepare-flow.ts';
import { deliversOutside } from '../../node-registry.ts';
import type { Input } from './read-input.ts';

/** What stands in for the answer that a node would get: a sink from outside, or one that calls another flow from there. */
export type StandIns = ReadonlyMap<string, { port: string | undefined; answer: Input }>;

/**
 * What a connector's sink emits instead of being run: the given answer, or else an empty one, through its first port.
 * Undefined for a node that touches nothing outside of Lineshaft (a processor, a reply, a publisher): it is run.
 */
export function standInFor({ node, ports }: PreparedNode, answers: StandIns): Emitted[] | undefined {
  if (!deliversOutside(node.type)) return undefined;
  const given = answers.get(node.id);
  const [firstPort] = ports;
  const port = given?.port ?? firstPort;
  return port === undefined ? [] : [{ port, ...(given?.answer ?? emptyAnswer) }];
}

const emptyAnswer: Input = { contentType: 'application/json', headers: {}, body: Body.empty };
