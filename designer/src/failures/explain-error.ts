import type { ErrorCode } from '@lineshaft/flow';
import { errorTexts } from './error-texts.ts';

export interface Failure {
  code: ErrorCode;
  message: string;
  details?: Record<string, unknown> | undefined;
}

/** A failure for somebody who did not write the flow. */
export interface Explanation {
  what: string;
  todo: string;
  /** The runtime's own words. */
  message: string;
  /** What the other side answered, as far as it was kept. */
  answer: string | undefined;
  faults: { path: string; message: string }[];
}

export function explainError({ code, message, details = {} }: Failure): Explanation {
  const { what, todo } = errorTexts[code];
  return { what, todo, message, answer: textOf(details['answer']), faults: faultsOf(details['faults']) };
}

/** JSON pointer of the first place in the input that a failure names. */
export function failingPath(error: Failure | null): string | undefined {
  return error ? faultsOf(error.details?.['faults'])[0]?.path : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function faultsOf(value: unknown): { path: string; message: string }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((fault: unknown) => {
    if (typeof fault !== 'object' || fault === null) return [];
    const { path, message } = fault as { path?: unknown; message?: unknown };
    return typeof message === 'string' ? [{ path: typeof path === 'string' ? path : '', message }] : [];
  });
}
