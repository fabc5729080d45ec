import { useMemo } from 'react';
import { VirtualLines } from './virtual-lines.tsx';

/** A line longer than this is cut: browsers choke on megabytes without a break. */
const maxLineLength = 5000;

/** Text line by line. */
export function TextLines({ text, label }: { text: string; label: string }) {
  const lines = useMemo(() => text.split(/\r\n|\r|\n/), [text]);
  return (
    <VirtualLines
      label={label}
      count={lines.length}
      render={index => {
        const line = lines[index] ?? '';
        return line.length > maxLineLength ? `${line.slice(0, maxLineLength)} …` : line;
      }}
    />
  );
}
