const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** `90_000` → `1 minute 30 seconds`; at most two units, so hours hide seconds. Below a second: `250 milliseconds`. */
export function durationInWords(ms: number): string {
  if (ms > 0 && ms < 1000) return counted(Math.round(ms), 'millisecond');
  let left = Math.round(ms / 1000) * 1000;
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(counted(count, unit));
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? 'no time' : parts.join(' ');
}

/** `90_000` → `about 2 minutes`: in the largest unit alone. */
export function aboutInWords(ms: number): string {
  if (ms < 1000) return 'less than a second';
  const [unit, size] = units.find(([, each]) => ms >= each) ?? units[3];
  return `about ${counted(Math.round(ms / size), unit)}`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
