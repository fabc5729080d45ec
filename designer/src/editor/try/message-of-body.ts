import { type BodyView, losesNumberText, type MessageInput } from '@lineshaft/api';
import { isJson } from '@lineshaft/flow';
import { jsonText } from '../../ui/body-view/json-text.ts';

/** An item as a try shows it. */
export type ShownItem = BodyView & { headers: Record<string, string> };

/** An item that was shown, to be given again; undefined when it was cut off or is gone. */
export function messageOfBody({ contentType, headers, ...body }: ShownItem): MessageInput | undefined {
  if (body.truncated || body.expired) return undefined;
  if (body.json !== undefined) return { contentType, headers, body: { text: jsonText(body) } };
  if (body.base64 !== undefined) return { contentType, headers, body: { base64: body.base64 } };
  return { contentType, headers, body: { text: body.text ?? '' } };
}

/** An item that a person gave, to be shown. */
export function bodyOfMessage({ contentType, headers, body }: MessageInput): ShownItem {
  const shown = { contentType, headers, truncated: false };
  if ('base64' in body) return { ...shown, size: Math.floor((body.base64.length * 3) / 4), base64: body.base64 };
  const size = new TextEncoder().encode(body.text).length;
  const json = isJson(contentType) ? parsed(body.text) : undefined;
  if (json) return { ...shown, size, json: json.value, ...(losesNumberText(body.text) ? { text: body.text } : {}) };
  return body.text === '' ? { ...shown, size } : { ...shown, size, text: body.text };
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
