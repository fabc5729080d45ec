import { expect, it } from 'vitest';
import { orderDraft } from './draft.testing.ts';
import { setRetry } from './set-retry.ts';

it('sets a retry policy, and goes back to that of the role', () => {
  const flow = setRetry(orderDraft(), 'send', { attempts: 3 });
  expect(flow.nodes[2]).toMatchObject({ retry: { attempts: 3 } });
  expect(setRetry(flow, 'send', undefined).nodes[2]).not.toHaveProperty('retry');
});
