import { type Change, type Held, LineshaftError } from '@lineshaft/flow';
import type { PreparedFlow } from '../engine/prepare-flow.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { StateKey } from '../ledger/node-state.ts';
import type { Logger } from '../telemetry/log.ts';

export interface ExpireContext {
  ledger: Ledger;
  log: Logger;
  prepared: (flowId: string, version: number) => Promise<PreparedFlow>;
  /** Something was released that nobody works on yet. */
  announceWork: () => void;
}

/** Asks the nodes of all keys whose time has come what becomes of them. */
export async function expireStates({ ledger, log, prepared, announceWork }: ExpireContext): Promise<void> {
  const expire = async (key: StateKey, held: Held<never>): Promise<Change<unknown>> => {
    const node = (await prepared(key.flowId, key.flowVersion)).node(key.nodeId);
    if (node.role === 'processor' && node.behaviour.expire) return node.behaviour.expire(key.key, held);
    throw new LineshaftError('unexpected', `Node "${node.node.name}" set a time, but does not say what happens then.`);
  };
  for (;;) {
    const expired = await ledger.expireNext(expire, (key, error) =>
      log.error({ err: error, ...key }, 'What a node keeps could not be let go; trying again in a minute'),
    );
    if (!expired) return;
    if (expired.released > 0) announceWork();
  }
}
