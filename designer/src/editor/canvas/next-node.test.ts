import { expect, it } from 'vitest';
import { orderDraft } from '../commands/draft.testing.ts';
import { nextNode } from './next-node.ts';

it.each([
  ['receive', 'right', 'route'],
  ['send', 'left', 'route'],
  ['send', 'down', 'undo'],
  ['undo', 'up', 'send'],
  ['receive', 'left', undefined],
  ['gone', 'right', 'receive'],
] as const)('goes from %s %s to %s', (from, direction, expected) => {
  expect(nextNode(orderDraft(), from, direction)).toBe(expected);
});
