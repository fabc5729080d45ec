import type { SyntaxNode } from './syntax-tree.ts';

/** The function that stands in for `&`; no expression can write its name. */
export const joinName = ' join';

/**
 * Lets `&` call a function that we can guard: JSONata's own operator makes a text of whatever its operands hold, and an
 * object that holds itself many times over comes to half a gigabyte and minutes of work.
 */
export function guardJoins(node: unknown): void {
  if (typeof node !== 'object' || node === null || node instanceof RegExp) return;
  for (const child of Object.values(node)) guardJoins(child);
  const { type, value, position, lhs, rhs } = node as SyntaxNode;
  if (type !== 'binary' || value !== '&') return;
  const procedure = { type: 'variable', value: joinName, position };
  Object.assign(node, { type: 'function', procedure, arguments: [lhs, rhs] });
}

/** Characters of JSON that a value takes up beside its texts, roughly. */
const costPerValue = 8;

/** @throws whatever `exceeded` makes, when the JSON text of the value would be longer than `limit`, roughly */
export function checkTextSize(value: unknown, limit: number, exceeded: () => unknown): void {
  let left = limit;
  const spend = (part: unknown): void => {
    left -= costPerValue + (typeof part === 'string' ? part.length : 0);
    if (left < 0) throw exceeded();
    if (Array.isArray(part)) {
      for (const item of part) spend(item);
    } else if (typeof part === 'object' && part !== null) {
      for (const [name, field] of Object.entries(part)) {
        left -= name.length;
        spend(field);
      }
    }
  };
  if (typeof value === 'object' && value !== null) spend(value);
}
