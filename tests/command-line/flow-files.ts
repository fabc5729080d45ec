interface OrderFlowOptions {
  id?: string;
  path?: string;
  expression?: string;
  url?: string;
  /** That the request goes through. */
  connection?: string;
  /** Further fields of the flow. */
  more?: Record<string, unknown>;
}

/** A webhook, a mapping and an HTTP request: the least that an integration has. */
export function orderFlow({
  id = 'orders',
  path = id,
  expression = '{ "order": po, "rows": $count(lines) }',
  url = 'http://nowhere.invalid/orders/{{ order }}',
  connection,
  more = {},
}: OrderFlowOptions = {}) {
  return {
    format: 'lineshaft/flow@1',
    id,
    name: `Flow ${id}`,
    owner: 'Test',
    domain: 'procurement',
    keys: { business: { poNumber: 'po' } },
    nodes: [
      { id: 'in', type: 'http.webhook', name: 'Orders', config: { path } },
      { id: 'map', type: 'mapping', name: 'Short form', config: { expression } },
      {
        id: 'send',
        type: 'http.request',
        name: 'To the portal',
        ...(connection ? { connection } : {}),
        config: { url },
      },
    ],
    edges: [
      { from: 'in', to: 'map' },
      { from: 'map', to: 'send' },
    ],
    ...more,
  };
}

export const order = { po: '4500001', lines: [{ qty: 1 }, { qty: 2 }] };
