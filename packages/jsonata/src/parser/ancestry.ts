import type { AncestorSlot, AstNode } from '../ast.ts';

/** `%` cannot be followed up through this node. */
export type ReportNoParent = (node: AstNode) => void;

/**
 * Follows a `%` up into a node that comes before it, and marks the step at which it arrives.
 * `slot.level` is 0 then.
 */
export function seekParent(node: AstNode, slot: AncestorSlot, report: ReportNoParent): void {
  switch (node.type) {
    case 'name':
    case 'wildcard':
      slot.level--;
      if (slot.level === 0) {
        // Two % that arrive at the same step share its label.
        if (node.ancestor !== undefined) slot.label = node.ancestor.label;
        node.ancestor = slot;
        node.tuple = true;
      }
      break;
    case 'parent':
      slot.level++;
      break;
    case 'block': {
      const last = node.expressions?.at(-1);
      if (last !== undefined) {
        node.tuple = true;
        seekParent(last, slot, report);
      }
      break;
    }
    case 'path': {
      node.tuple = true;
      const steps = node.steps ?? [];
      for (let index = steps.length - 1; index >= 0; index--) {
        seekParent(steps[index] as AstNode, slot, report);
        if (slot.level <= 0) break;
      }
      break;
    }
    default:
      report(node);
      slot.level = 0;
  }
}

/** Hands what `value` still seeks on to `result`, which contains it. */
export function pushAncestry(result: AstNode, value: AstNode): void {
  if (value.seekingParent === undefined && value.type !== 'parent') return;
  const slots = value.seekingParent ?? [];
  if (value.slot !== undefined) slots.push(value.slot);
  // The list is shared with `value`, as jsonata has it: what comes later is seen there too.
  if (result.seekingParent === undefined) result.seekingParent = slots;
  else result.seekingParent.push(...slots);
}

/** Follows what the last step of a path seeks through the steps before it. */
export function resolveAncestry(path: AstNode, report: ReportNoParent): void {
  const steps = path.steps ?? [];
  const last = steps.at(-1);
  if (last === undefined) return;
  const slots = last.seekingParent ?? [];
  if (last.type === 'parent' && last.slot !== undefined) slots.push(last.slot);
  for (const slot of slots) {
    let index = steps.length - 2;
    while (slot.level > 0) {
      if (index < 0) {
        path.seekingParent ??= [];
        path.seekingParent.push(slot);
        break;
      }
      let step = steps[index--] as AstNode;
      // Of steps in a row that bind the focus only the first counts.
      while (index >= 0 && step.focus !== undefined && steps[index]?.focus !== undefined)
        step = steps[index--] as AstNode;
      seekParent(step, slot, report);
    }
  }
}
