import { expect, it } from 'vitest';
import { idTime, isId, lowestId, newId } from './ids.ts';

it('makes UUIDs of version 7 that never repeat', () => {
  const ids = Array.from({ length: 10_000 }, () => newId());
  expect(new Set(ids).size).toBe(10_000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('sorts ids by the millisecond they were made in', () => {
  const at = Date.UTC(2026, 10, 23);
  expect(idTime(newId(at))).toBe(at);
  expect(newId(at) < newId(at + 1)).toBe(true);
  expect(lowestId(at) < newId(at)).toBe(true);
  expect(newId(at - 1) < lowestId(at)).toBe(true);
});

it('tells ids from other text', () => {
  expect(isId(newId())).toBe(true);
  expect(isId('4500017')).toBe(false);
});
