import { expect, it } from 'vitest';
import { changeFlowField } from './change-flow-fields.ts';
import { orderDraft } from './draft.testing.ts';

it('sets fields of the flow', () => {
  const flow = changeFlowField(orderDraft(), '/keys/business/poNumber', 'order.number');
  expect(flow).toMatchObject({ keys: { business: { poNumber: 'order.number' } } });
});

it('leaves nodes, edges and the identity to others', () => {
  for (const pointer of ['/nodes', '/edges/0', '/id', '/format'])
    expect(() => changeFlowField(orderDraft(), pointer, []), pointer).toThrow('no field of the flow');
});
