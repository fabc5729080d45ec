import { jsonFaultAt } from '@lineshaft/flow';
import type { JsonObject } from '../draft-flow.ts';
import { isObject } from '../save/json-parts.ts';
import { messages } from './messages.ts';

/** The JSON object that a text holds, or where it stops being one. */
export function readDocument(text: string): { document: JsonObject } | { fault: string; position: number } {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { document: value } : { fault: messages.notObject, position: 0 };
  } catch {
    // What the browser says differs from browser to browser, and seldom where.
    const position = jsonFaultAt(text);
    const lines = text.slice(0, position).split('\n');
    return { fault: messages.fault(lines.length, (lines.at(-1) ?? '').length + 1), position };
  }
}
