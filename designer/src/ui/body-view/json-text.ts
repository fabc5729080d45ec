import type { BodyView } from '@lineshaft/api';
import { layOutJson } from './lay-out-json.ts';

/** A JSON body as text to be read, its numbers to the digit. */
export function jsonText({ json, text }: Pick<BodyView, 'json' | 'text'>): string {
  return text === undefined ? JSON.stringify(json, undefined, 2) : layOutJson(text);
}
