/** What is from `start` to `end` becomes `text`. */
interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** What is wrong with a text, or likely to be. */
export interface CodeFault {
  /** Offset from 0. */
  position: number;
  /** Left out: the character at the position. */
  end?: number;
  /** Left out: an error. */
  severity?: 'error' | 'warning';
  message: string;
  /** By what it is judged. */
  source?: string;
  /** A change of the text that mends it. */
  fix?: { title: string; edits: readonly TextEdit[] };
}

/** A text after edits that are in order and do not overlap. */
export function mended(text: string, edits: readonly TextEdit[]): string {
  return edits.reduceRight(
    (result, { start, end, text: put }) => result.slice(0, start) + put + result.slice(end),
    text,
  );
}
