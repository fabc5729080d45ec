import type { Line } from './balance.ts';

const columns = ['document', 'from → to', 'sent', 'arrived', 'doubled', 'lost', ''] as const;

export function printTable(lines: readonly Line[], say: (sentence: string) => void): void {
  const rows = lines.map(({ document, way, sent, arrived, doubled, lost, note }) =>
    [document, way, sent, arrived, doubled, lost.length, note].map(String),
  );
  const widths = columns.map((title, index) => Math.max(title.length, ...rows.map(row => row[index]?.length ?? 0)));
  const isNumber = (index: number) => index >= 2 && index <= 5;
  for (const row of [columns, widths.map(width => '─'.repeat(width)), ...rows])
    say(
      row
        .map((text, index) => (isNumber(index) ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0)))
        .join('  ')
        .trimEnd(),
    );
}
