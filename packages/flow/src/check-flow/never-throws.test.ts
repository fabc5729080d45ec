import { expect, it } from 'vitest';
import { checkFlow } from './check-flow.ts';
import { orderFlow, testNodeTypes } from './check-flow.testing.ts';
import { hasErrors } from './problem.ts';
import { flowDefinitionSchema } from '../flow-definition.ts';

/** A small seeded generator (mulberry32), so that a failure can be repeated. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words = [
  '',
  'a',
  'send',
  'receive',
  'error',
  'out',
  '{{',
  '§',
  '__proto__',
  'constructor',
  'test.request',
  '30s',
];
const keys = ['nodes', 'edges', 'id', 'type', 'name', 'config', 'from', 'to', 'port', 'keys', 'layout', '__proto__'];

function randomJson(random: () => number, depth: number): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const kind = Math.floor(random() * (depth > 0 ? 7 : 5));
  if (kind === 5) return Array.from({ length: Math.floor(random() * 4) }, () => randomJson(random, depth - 1));
  if (kind === 6) {
    const fields = Array.from({ length: Math.floor(random() * 6) }, () => [pick(keys), randomJson(random, depth - 1)]);
    return Object.fromEntries(fields as [string, unknown][]);
  }
  return pick([null, true, random() * 10 - 5, pick(words), Math.floor(random() * 3)] as const);
}

/** Puts random JSON in the place of some parts of a value. */
function damaged(value: unknown, random: () => number): unknown {
  if (random() < 0.06) return randomJson(random, 3);
  if (Array.isArray(value)) return value.map(entry => damaged(entry, random));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(() => random() > 0.02);
  return Object.fromEntries(entries.map(([key, field]) => [key, damaged(field, random)]));
}

const options = { nodeTypes: testNodeTypes, checkExpression: () => undefined, checkTemplate: () => undefined };

it('never throws on random JSON', () => {
  const random = randomOf(1);
  for (let i = 0; i < 2000; i++) expect(Array.isArray(checkFlow(randomJson(random, 5), options))).toBe(true);
});

it('never throws on a damaged flow, and finds an error whenever the format refuses it', () => {
  const random = randomOf(2);
  for (let i = 0; i < 2000; i++) {
    const flow = damaged(orderFlow, random);
    const problems = checkFlow(flow, options);
    expect(hasErrors(problems) || flowDefinitionSchema.safeParse(flow).success).toBe(true);
    for (const { message } of problems) expect(message).toMatch(/^[A-Z].*[.?]$/s);
  }
});

it('never throws on what JSON cannot hold', () => {
  const circular: Record<string, unknown> = { ...orderFlow };
  circular['nodes'] = [circular];
  const hostile = {
    get nodes(): unknown {
      throw new Error('not today');
    },
  };
  const values = [
    circular,
    hostile,
    Symbol('flow'),
    () => 1,
    10n,
    new Map(),
    { nodes: Array.from({ length: 5 }) },
    Number.NaN,
  ];
  for (const value of values) expect(hasErrors(checkFlow(value, options))).toBe(true);
  expect(checkFlow(hostile, options)[0]?.message).toBe('The flow cannot be read: not today.');
});
