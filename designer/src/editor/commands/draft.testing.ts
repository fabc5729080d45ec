import type { DraftFlow } from '../draft-flow.ts';

/** A webhook, a router with two routes, a request and a node that undoes it. */
export function orderDraft(): DraftFlow {
  return {
    format: 'lineshaft/flow@1',
    id: 'orders',
    name: 'Orders',
    owner: 'Procurement',
    domain: 'procurement',
    nodes: [
      { id: 'receive', type: 'http.webhook', name: 'Receive', config: { path: 'orders' } },
      {
        id: 'route',
        type: 'content-based-router',
        name: 'Route',
        config: {
          routes: [
            { port: 'acme', when: 'a' },
            { port: 'other', when: 'b' },
          ],
        },
      },
      { id: 'send', type: 'http.request', name: 'Send', config: { url: 'https://erp.example/' }, compensation: 'undo' },
      { id: 'undo', type: 'http.request', name: 'Undo', config: { url: 'https://erp.example/undo' } },
    ],
    edges: [
      { from: 'receive', to: 'route' },
      { from: 'route', port: 'acme', to: 'send' },
    ],
    layout: { receive: { x: 0, y: 0 }, route: { x: 300, y: 0 }, send: { x: 600, y: 0 }, undo: { x: 600, y: 200 } },
    notes: [{ id: 'note', text: 'Ask the ERP team', x: 0, y: 300 }],
  };
}
