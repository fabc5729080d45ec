import type { ConnectionImplementations } from '@lineshaft/flow';

/** The code of every kind of connection, by type; drivers load on first use. Node only. */
export const connectionImplementations: ConnectionImplementations = {
  folder: async () => (await import('./file/connection/connection.ts')).folderConnection,
  http: async () => (await import('./http/connection/connection.ts')).httpConnection,
  postgres: async () => (await import('./postgres/connection/connection.ts')).postgresConnection,
};
