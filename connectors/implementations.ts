import type { NodeImplementations } from '@lineshaft/flow';

/** Their code, by type; drivers load on first use. Node only. */
export const connectorImplementations: NodeImplementations = {
  'file.read': async () => (await import('./file/read/read.ts')).fileRead,
  'file.write': async () => (await import('./file/write/write.ts')).fileWrite,
  'http.request': async () => (await import('./http/request/request.ts')).httpRequest,
  'http.webhook': async () => (await import('./http/webhook/webhook.ts')).httpWebhook,
  'postgres.query': async () => (await import('./postgres/query/query.ts')).postgresQuery,
  'postgres.write': async () => (await import('./postgres/write/write.ts')).postgresWrite,
  schedule: async () => (await import('./schedule/schedule.ts')).schedule,
};
