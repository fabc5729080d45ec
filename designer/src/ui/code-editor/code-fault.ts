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
  fix?: { title: string; edits: readonly { start: number; end: number; text: string }[] };
}
