import type { Problem } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { orderDraft } from './commands/draft.testing.ts';
import { placeOfProblem } from './place-of-problem.ts';

const problem = (change: Partial<Problem>): Problem => ({
  path: '',
  severity: 'error',
  code: 'config-invalid',
  message: 'Something is wrong.',
  ...change,
});

describe('the place where a problem can be solved', () => {
  it('is the field of the node', () => {
    const found = problem({ path: '/nodes/2/config/headers/a~1b', nodeId: 'send' });
    expect(placeOfProblem(orderDraft(), found)).toEqual({ nodeId: 'send', pointer: '/config/headers/a~1b' });
  });

  it('is the node where no field is named', () => {
    const found = problem({ path: '/nodes/2', nodeId: 'send', code: 'node-unreachable' });
    expect(placeOfProblem(orderDraft(), found)).toEqual({ nodeId: 'send', pointer: '' });
  });

  it('is where edges are drawn when one is missing', () => {
    const found = problem({ path: '/nodes/0', nodeId: 'receive', code: 'source-unconnected' });
    expect(placeOfProblem(orderDraft(), found)).toEqual({ nodeId: 'receive', pointer: '/edges' });
  });

  it('is the edge, at the node that it leaves, or at the other end when that is not there', () => {
    const flow = orderDraft();
    const [first] = flow.edges;
    const found = problem({ path: '/edges/0/port', code: 'edge-port-unknown' });
    expect(placeOfProblem(flow, found)).toEqual({ nodeId: first?.from, pointer: '/edges/0' });
    const dangling = { ...flow, edges: [{ from: 'gone', to: first?.to ?? '' }] };
    expect(placeOfProblem(dangling, found)).toEqual({ nodeId: first?.to, pointer: '/edges/0' });
  });

  it('is the settings of the flow for the rest', () => {
    expect(placeOfProblem(orderDraft(), problem({ path: '/keys/poNumber' }))).toEqual({
      nodeId: undefined,
      pointer: '/keys/poNumber',
    });
  });
});
