import type { Pool, PoolClient, QueryConfig } from 'pg';

/** What a test wants to happen around statements. A throw is what the caller of the statement gets. */
export interface Faults {
  /** Before a statement, or before a client is had (`connect`). `name` is a prepared statement's name, else its text. */
  before?(name: string): Promise<void> | void;
  /** After the statement took effect, before its caller hears of it. */
  after?(name: string): Promise<void> | void;
}

/** The real pool, with faults where a test wants them. */
export function faultyPool(pool: Pool, faults: Faults): Pool {
  return new Proxy(pool, {
    get(target, property) {
      if (property === 'query') return withFaults(target, faults);
      if (property === 'connect') {
        return async () => {
          await faults.before?.('connect');
          return faultyClient(await target.connect(), faults);
        };
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function faultyClient(client: PoolClient, faults: Faults): PoolClient {
  return new Proxy(client, {
    get(target, property) {
      if (property === 'query') return withFaults(target, faults);
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function withFaults(target: Pool | PoolClient, faults: Faults) {
  return async (query: string | QueryConfig, values?: unknown[]) => {
    const name = typeof query === 'string' ? query : (query.name ?? query.text);
    await faults.before?.(name);
    const result = await target.query(query, values);
    await faults.after?.(name);
    return result;
  };
}

/** As node-postgres says it. */
export const connectionLost = () => new Error('Connection terminated unexpectedly');
