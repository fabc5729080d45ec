import { type BodyView, losesNumberText } from '@lineshaft/api';
import { isJson } from '@lineshaft/flow';
import type { StoredBody } from '../ledger/execution-detail.ts';

/** A recorded body in the form that shows best, cut off at `limit` bytes. */
export function viewBody(contentType: string, { size, bytes: body }: StoredBody, limit: number): BodyView {
  if (body === undefined) return { contentType, size, truncated: false, expired: true };
  const truncated = body.length > limit;
  const view = { contentType, size, truncated };
  if (body.length === 0 || limit === 0) return view;
  const shown = truncated ? body.subarray(0, limit) : body;
  const text = decode(shown, truncated);
  if (text === undefined) return { ...view, base64: shown.toString('base64') };
  const json = isJson(contentType) && !truncated ? parse(text) : undefined;
  if (!json) return { ...view, text };
  return losesNumberText(text) ? { ...view, json: json.value, text } : { ...view, json: json.value };
}

/** Undefined when it is no text. A character that the limit cut in two is left out. */
function decode(bytes: Buffer, cut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Undefined when the body is not what its content type says; it is shown as text then. */
function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
