import { expect, it } from 'vitest';
import { flowEndpoints } from './flow-endpoints.ts';

const webhook = (config: Record<string, unknown>) => ({ id: 'in', type: 'http.webhook', version: 1, config });

it('finds every method and path that the sources of a flow open', () => {
  const nodes = [webhook({ path: 'erp/orders', methods: ['POST', 'PUT'] }), { id: 'map', type: 'mapping' }];
  expect(flowEndpoints(nodes)).toEqual([
    { method: 'POST', path: 'erp/orders', contentTypes: ['application/json'] },
    { method: 'PUT', path: 'erp/orders', contentTypes: ['application/json'] },
  ]);
});

it.each([
  ['settings that are not right yet', webhook({ path: 'erp orders' })],
  ['settings that are missing', webhook({})],
  ['a newer version than is known here', { ...webhook({ path: 'erp/orders' }), version: 99 }],
  ['a type that is not known here', { id: 'in', type: 'sap.idoc' }],
])('finds nothing where a node has %s', (_, node) => {
  expect(flowEndpoints([node])).toEqual([]);
});
