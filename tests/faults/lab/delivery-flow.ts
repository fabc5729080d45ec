import type { RuntimeProcess } from '../../runtime-process.ts';

export interface DeliveryFlowOptions {
  id?: string;
  /** Takes messages at `/in/<path>`. */
  path?: string;
  orderingKey?: string;
  /** Left out: patient enough for every case, as what is measured is loss, not the end of a policy. */
  retry?: object;
  expression?: string;
  /** Nodes between the mapping and the delivery, each with the port that leads on. */
  between?: readonly { node: { id: string } & Record<string, unknown>; ports: readonly string[] }[];
}

const patient = { attempts: 'unlimited', delay: '100ms', maxDelay: '500ms' };

/** webhook → mapping → … → POST to the target, with an idempotency key and a business key. */
export function deliveryFlow({
  id = 'faults',
  path = id,
  orderingKey,
  retry = patient,
  expression = '$merge([$, { "mapped": true }])',
  between = [],
}: DeliveryFlowOptions = {}): Record<string, unknown> {
  const ids = ['map', ...between.map(({ node }) => node.id), 'deliver'];
  return {
    format: 'lineshaft/flow@1',
    id,
    name: id,
    owner: 'faults',
    domain: 'procurement',
    keys: { business: { number: 'number' }, idempotencyKey: 'number', ...(orderingKey ? { orderingKey } : {}) },
    nodes: [
      { id: 'in', type: 'http.webhook', name: 'In', config: { path } },
      { id: 'map', type: 'mapping', name: 'Map', config: { expression } },
      ...between.map(({ node }) => node),
      {
        id: 'deliver',
        type: 'http.request',
        name: 'Deliver',
        connection: 'target',
        config: { url: '/documents' },
        retry,
      },
    ],
    edges: [
      { from: 'in', to: 'map' },
      ...ids.slice(1).flatMap((to, index) => {
        const ports = between[index - 1]?.ports ?? [undefined];
        return ports.map(port => ({ from: ids[index], to, ...(port === undefined ? {} : { port }) }));
      }),
    ],
  };
}

/** Connections to loopback are allowed by name only. */
export async function connectTarget(runtime: RuntimeProcess, targetUrl: string, id = 'target'): Promise<void> {
  await runtime.api('PUT', `/api/connections/${id}`, { type: 'http', name: id });
  await runtime.api('PUT', `/api/connections/${id}/environments/test`, {
    settings: { baseUrl: targetUrl, internal: true },
  });
}
