import { durationMs, durationSchema } from '@lineshaft/flow';
import { UsageError } from './command.ts';

/** `a=b=c` → `['a', 'b=c']`. @throws UsageError */
export function pairOf(text: string, usage: string): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`"${text}" lacks a name before its "=". Write ${usage}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** An instant, or how long ago: `2026-11-25T08:00:00Z`, `2h`. @throws UsageError */
export function instantOf(text: string, option: string, now = Date.now()): Date {
  if (durationSchema.safeParse(text).success) return new Date(now - durationMs(text));
  const instant = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(instant.getTime())) {
    throw new UsageError(
      `${option} ${text} is no instant. Write one such as 2026-11-25T08:00:00Z, or how long ago it was, such as 2h.`,
    );
  }
  return instant;
}

/** The address of a runtime, without a slash at its end. @throws UsageError */
export function urlOf(text: string | undefined, option: string): string {
  if (text === undefined) throw new UsageError(`Name the runtime with ${option} URL, such as http://127.0.0.1:4400.`);
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new UsageError(`${option} ${text} is no address. Write one such as http://127.0.0.1:4400.`);
  }
  return text.replace(/\/+$/, '');
}
