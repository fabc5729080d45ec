import { type AnyConnectionImplementation, type Connect, insertSecrets, LineshaftError } from '@lineshaft/flow';
import type { PreparedNode } from '../../engine/prepare-flow.ts';
import { connectionCode } from '../../node-registry.ts';
import type { DeclaredConnection } from '@lineshaft/api';
import type { ConnectionValues } from '../project/environment-values.ts';

/** The connections of a flow that is tried out for real. */
export interface OpenConnections {
  connectOf(this: void, node: PreparedNode): Connect;
  closeAll(): Promise<void>;
}

/** Loads the code of the connections; a client is made when the first node asks for it. */
export async function openConnections(
  declared: Iterable<DeclaredConnection>,
  values: ReadonlyMap<string, ConnectionValues>,
): Promise<OpenConnections> {
  const code = new Map<string, AnyConnectionImplementation>();
  for (const { id, type } of declared) {
    const implementation = values.has(id) ? await connectionCode[type]?.() : undefined;
    if (implementation) code.set(id, implementation);
  }
  const clients = new Map<string, unknown>();

  function clientOf({ node }: PreparedNode): unknown {
    const id = node.connection ?? '';
    const [implementation, found] = [code.get(id), values.get(id)];
    if (!implementation || !found) {
      const text = `Node "${node.name}" goes through the connection "${id}", for which there are no values. Name bindings that have some.`;
      throw new LineshaftError('connection-unusable', text);
    }
    if (!clients.has(id)) {
      const { settings: schema } = implementation.manifest;
      const whole = schema.parse(insertSecrets(schema, found.settings, new Map(found.secrets)));
      clients.set(id, implementation.open({ id, values: whole as never }));
    }
    return clients.get(id);
  }

  return {
    connectOf: node => () => clientOf(node) as never,
    async closeAll() {
      for (const [id, client] of clients) await code.get(id)?.close(client as never);
    },
  };
}
