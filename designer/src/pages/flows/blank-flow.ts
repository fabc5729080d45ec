import { flowFormat } from '@lineshaft/flow';

/** A flow without anything in it. */
export const blankFlow: Record<string, unknown> = { format: flowFormat, nodes: [], edges: [] };

/** The same flow as somebody else: everything that names it is replaced, everything it does stays. */
export function withIdentity(
  template: Record<string, unknown>,
  identity: { id: string; name: string; owner: string; domain: string },
): Record<string, unknown> {
  const { format = flowFormat, ...rest } = template;
  return { format, ...rest, ...identity };
}
