/** Headers as lines of text, such as `x-correlation-id: order-7`. */
export function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

/** The headers of such lines, names in lower case; `fault`: the number of the first line that is none. */
export function readHeaderLines(text: string): { headers: Record<string, string> } | { fault: number } {
  const headers: Record<string, string> = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const found = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.*?)\s*$/.exec(line);
    if (!found) return { fault: index + 1 };
    headers[(found[1] ?? '').toLowerCase()] = found[2] ?? '';
  }
  return { headers };
}
