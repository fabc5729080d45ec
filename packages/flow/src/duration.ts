import { z } from 'zod';

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const pattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** Ten years: longer than any wait, and still far from what clocks and databases can hold. */
const maxMs = 3650 * unitMs.d;

/** A span of time as analysts write it: `250ms`, `30s`, `5m`, `2h`, `3d`; at most `3650d`. */
export const durationSchema = z
  .string()
  .regex(pattern, 'Write a duration as a number and a unit: 250ms, 30s, 5m, 2h or 3d.')
  .refine(text => (read(text) ?? 0) <= maxMs, 'A duration may be 3650d at most.')
  .meta({ widget: 'duration', examples: ['30s'] });

/** `'1.5h'` → 5400000 milliseconds. @throws RangeError when the text is not a duration. */
export function durationMs(text: string): number {
  const ms = read(text);
  if (ms === undefined) throw new RangeError(`"${text}" is not a duration such as 30s or 2h.`);
  return ms;
}

function read(text: string): number | undefined {
  const [, amount, unit] = pattern.exec(text) ?? [];
  return amount === undefined || unit === undefined ? undefined : Number(amount) * unitMs[unit as keyof typeof unitMs];
}
