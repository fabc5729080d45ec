import { asObject, type JsonObject } from './field-value.ts';

/** The record with one key called otherwise, in its place; the same record when the new name is taken. */
export function withKeyRenamed(record: unknown, from: string, to: string): JsonObject {
  const entries = asObject(record);
  if (from === to || Object.hasOwn(entries, to)) return entries;
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key === from ? to : key, value]));
}

export function withoutKey(record: unknown, key: string): JsonObject {
  return Object.fromEntries(Object.entries(asObject(record)).filter(([each]) => each !== key));
}
