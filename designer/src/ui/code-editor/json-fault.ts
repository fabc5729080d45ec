import { messages } from '../schema-form/messages.ts';
import type { CodeFault } from './code-fault.ts';

/** Why a text is no JSON, and where; undefined when it is. */
export function jsonFault(text: string): CodeFault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (thrown) {
    const at = /position (\d+)/.exec(thrown instanceof Error ? thrown.message : '')?.[1];
    return { position: Number(at ?? text.length), message: messages.notJson };
  }
}
