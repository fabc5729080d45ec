import type { Findings } from './finding.ts';
import { type Occurrence, itemsOf } from './shape.ts';

/**
 * Finds the fields of a result that are a list for several entries and the entry itself for one: whoever reads the
 * result expects one of the two. Goes into what the text itself puts together only.
 */
export function checkResult(findings: Findings, given: Occurrence): void {
  for (const branch of given.branches ?? [given]) {
    if (given.key !== undefined && branch.several === 'yes' && branch.at !== undefined) {
      const kind = itemsOf(branch).shape.object ? 'an object' : 'a single value';
      const sentence = `With one entry alone this becomes ${kind}, not a list.`;
      const fix = findings.wrap(branch.at, 'Wrap in [ ]', '[', ']');
      findings.add(branch.at, 'sequence-into-list', 'warning', sentence, fix);
    }
    const { object, list } = branch.shape;
    for (const field of object?.fields.values() ?? []) if (field.key !== undefined) checkResult(findings, field);
    if (list !== undefined) checkResult(findings, list);
  }
}
