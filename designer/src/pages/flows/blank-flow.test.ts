import { flowDefinitionSchema } from '@lineshaft/flow';
import { expect, it } from 'vitest';
import { blankFlow, withIdentity } from './blank-flow.ts';

const identity = { id: 'orders-2', name: 'Orders 2', owner: 'Team', domain: 'procurement' };

it('begins with a flow that can be read', () => {
  expect(flowDefinitionSchema.parse(withIdentity(blankFlow, identity))).toMatchObject({ ...identity, nodes: [] });
});

it('copies all that a flow does under another name', () => {
  const template = {
    format: 'lineshaft/flow@1',
    id: 'orders',
    name: 'Orders',
    nodes: [{ id: 'a' }],
    keys: { business: {} },
  };
  expect(withIdentity(template, identity)).toEqual({ ...template, ...identity });
});
