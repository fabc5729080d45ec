import { TerminalError } from '@lineshaft/flow';
import { z } from 'zod';

/** A folder below that of the connection; empty: that one itself. */
export const relativeFolderSchema = z
  .string()
  .max(500)
  .refine(
    text => text === '' || text.split('/').every(isName),
    'Write a folder below that of the connection, such as orders/in: no slash at its start or end, no "..".',
  );

/** A name of one file or folder that means the same on every system, and is neither hidden nor a way elsewhere. */
export function isName(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what it refuses.
  return /^[^/\\:*?"<>|\x00-\x1f\x7f]+$/.test(text) && !text.startsWith('.') && !/[. ]$/.test(text);
}

/** `orders/in` → `['orders', 'in']`. @throws TerminalError `target-forbidden` for what is no way down */
export function folderSegments(folder: string): string[] {
  if (folder === '') return [];
  const segments = folder.split('/');
  if (segments.every(isName)) return segments;
  throw new TerminalError(
    'target-forbidden',
    'The name of the folder has a part that is empty, hidden, or leads elsewhere. Check the field folder and the values in it.',
  );
}
