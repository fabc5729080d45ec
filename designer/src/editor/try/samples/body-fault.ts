import type { BodyInput } from '@lineshaft/api';
import { Body, isJson, TerminalError } from '@lineshaft/flow';

/** Why a body is not what its content type says, as a webhook would say it; undefined when it is. */
export function bodyFault(body: BodyInput, contentType: string): string | undefined {
  if ('base64' in body || !isJson(contentType)) return undefined;
  try {
    Body.fromText(body.text).json();
    return undefined;
  } catch (error) {
    if (error instanceof TerminalError) return error.message;
    throw error;
  }
}
