import { expect, test } from 'vitest';
import { gateAnswer, type SeenDocument } from './gate-answer.ts';

const seen = (version: number | undefined, content: string, body: string): SeenDocument => ({
  ...(version === undefined ? {} : { version }),
  content,
  body,
  executionId: 'e',
});

test.each([
  [seen(2, 'c', 'b'), undefined, 'new'],
  [seen(2, 'c', 'b'), seen(2, 'c', 'b'), 'exact-duplicate'],
  [seen(2, 'c', 'other'), seen(2, 'c', 'b'), 'resend'],
  [seen(2, 'other', 'other'), seen(2, 'c', 'b'), 'conflict'],
  [seen(3, 'other', 'other'), seen(2, 'c', 'b'), 'amendment'],
  [seen(3, 'c', 'other'), seen(2, 'c', 'b'), 'amendment'],
  [seen(1, 'other', 'other'), seen(2, 'c', 'b'), 'stale'],
  [seen(1, 'c', 'b'), seen(2, 'c', 'b'), 'stale'],
  [seen(undefined, 'c', 'b'), seen(undefined, 'c', 'b'), 'exact-duplicate'],
  [seen(undefined, 'c', 'other'), seen(undefined, 'c', 'b'), 'resend'],
  [seen(undefined, 'other', 'other'), seen(undefined, 'c', 'b'), 'amendment'],
  // A version was declared, or given up, in a later version of the flow.
  [seen(1, 'c', 'b'), seen(undefined, 'c', 'b'), 'exact-duplicate'],
  [seen(1, 'other', 'other'), seen(undefined, 'c', 'b'), 'amendment'],
  [seen(undefined, 'other', 'other'), seen(2, 'c', 'b'), 'amendment'],
] as const)('%j beside %j is %s', (document, known, answer) => {
  expect(gateAnswer(document, known, 'automatic')).toBe(answer);
});
