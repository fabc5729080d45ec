import { diffJson } from '../diff-json.ts';

/** One thing that would be different. */
export interface PlannedDifference {
  kind: 'added' | 'removed' | 'changed';
  /** What it is about: `flow`, `node to-erp`, `edge map → to-erp`, `settings in test`. */
  subject: string;
  /** JSON pointer into the subject; empty for the whole of it. */
  path: string;
  before?: unknown;
  after?: unknown;
}

/** Every field in which two values differ. */
export function changedFields(subject: string, before: unknown, after: unknown): PlannedDifference[] {
  return diffJson(before, after).map(({ path, expected, actual }) => ({
    kind: 'changed',
    subject,
    path,
    ...(expected === undefined ? {} : { before: expected }),
    ...(actual === undefined ? {} : { after: actual }),
  }));
}
