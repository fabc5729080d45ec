import type { AstNode } from '../ast.ts';
import { type Findings, type QuickFix, nearest } from './finding.ts';
import { type Constants, type Occurrence, type Shape, describeShape, isNothing, itemsOf } from './shape.ts';

/** An operand of `+ - * / %`, or what is negated. */
export function checkNumber(findings: Findings, node: AstNode, operand: Occurrence, operator: string): void {
  const { shape } = operand;
  if (shape.any || isNothing(operand)) return;
  const written = findings.written(node);
  if (isMany(operand)) {
    const fix = findings.wrap(node, 'Add them up with $sum', '$sum(', ')');
    const sentence = `${written} gives several values; ${operator} needs one number.`;
    findings.add(node, 'arithmetic', 'error', sentence, itemsOf(operand).shape.number ? fix : undefined);
  } else if (!shape.number) {
    const fix = shape.text ? findings.wrap(node, 'Read it with $number', '$number(', ')') : undefined;
    findings.add(
      node,
      'arithmetic',
      'error',
      `${written} is ${describeShape(shape)}; ${operator} needs a number.`,
      fix,
    );
  }
}

/** `=` and `!=`: JSONata compares without converting, so values of two kinds are never equal. */
export function checkEquality(findings: Findings, node: AstNode, left: Occurrence, right: Occurrence): void {
  const sides = [left, right];
  if (sides.some(side => side.shape.any || isNothing(side))) return;
  const result = node.value === '=' ? 'never' : 'always';
  const listed = sides.find(side => isMany(side));
  const single = sides.find(side => !isMany(side) && side.several === 'no');
  if (listed !== undefined && single !== undefined && !single.shape.list) {
    const several = findings.written(listed.at ?? node);
    const text = `${several} gives several values, which are ${result} equal to a single one; in looks for it among them.`;
    findings.add(node, 'comparison', 'warning', text, swapFor(findings, listed, single, node));
    return;
  }
  if (listed !== undefined || overlaps(left.shape, right.shape)) return;
  const sentence = `This is ${result} true: the left side is ${constantsOf(left)}, the right side ${constantsOf(right)}.`;
  const fix =
    presence(findings, node, left, right) ?? similar(findings, left, right) ?? conversion(findings, left, right);
  findings.add(node, 'comparison', 'warning', sentence, fix);
}

/** `< <= > >=`: both numbers, or both texts. */
export function checkOrder(findings: Findings, node: AstNode, left: Occurrence, right: Occurrence): void {
  for (const side of [left, right]) {
    if (side.shape.any || isNothing(side)) return;
    const written = findings.written(side.at ?? node);
    if (isMany(side)) {
      const fix = side.at && findings.wrap(side.at, 'Take the first with [0]', '(', ')[0]');
      const sentence = `${written} gives several values; ${String(node.value)} needs one.`;
      findings.add(node, 'comparison', 'error', sentence, fix);
      return;
    }
    if (!side.shape.number && !side.shape.text) {
      const sentence = `${written} is ${describeShape(side.shape)}; ${String(node.value)} needs numbers or texts.`;
      findings.add(node, 'comparison', 'error', sentence);
      return;
    }
  }
  if ((left.shape.number && right.shape.number) || (left.shape.text && right.shape.text)) return;
  const sentence = `The left side is ${describeShape(left.shape)}, the right side ${describeShape(right.shape)}; they cannot be ordered.`;
  findings.add(node, 'comparison', 'error', sentence, conversion(findings, left, right));
}

export function checkMembership(findings: Findings, node: AstNode, left: Occurrence, items: Occurrence): void {
  if (left.shape.any || items.shape.any || isNothing(left) || isNothing(items)) return;
  if (overlaps(left.shape, items.shape)) return;
  const sentence = `This is never true: the left side is ${constantsOf(left)}, the right side holds ${constantsOf(items)}.`;
  findings.add(node, 'comparison', 'warning', sentence);
}

function isMany({ shape, several }: Occurrence): boolean {
  return several === 'yes' || (shape.list !== undefined && Object.keys(shape).length === 1);
}

function overlaps(one: Shape, other: Shape): boolean {
  if ((one.boolean && other.boolean) || (one.null && other.null) || (one.object && other.object)) return true;
  if ((one.list && other.list) || one.any || other.any) return true;
  return share(one.text, other.text) || share(one.number, other.number);
}

function share<Value>(one: Constants<Value> | undefined, other: Constants<Value> | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one === 'any' || other === 'any' || [...one].some(value => other.has(value));
}

const mostConstants = 6;

/** `text`, or the texts when they are known. */
function constantsOf({ shape }: Occurrence): string {
  const constants = shape.text ?? shape.number;
  if (Object.keys(shape).length !== 1 || !(constants instanceof Set)) return describeShape(shape);
  const values = [...constants].map(value => JSON.stringify(value));
  return values.length > mostConstants ? `one of ${values.length} constants` : values.join(' or ');
}

function bothWays(left: Occurrence, right: Occurrence): readonly (readonly [Occurrence, Occurrence])[] {
  return [
    [left, right],
    [right, left],
  ];
}

/** Reads the text as a number, where a number stands on the other side; a constant loses its quotes. */
function conversion(findings: Findings, left: Occurrence, right: Occurrence): QuickFix | undefined {
  for (const [side, other] of bothWays(left, right)) {
    const { text } = side.shape;
    if (side.at === undefined || text === undefined || !other.shape.number) continue;
    if (text === 'any') return findings.wrap(side.at, 'Read it with $number', '$number(', ')');
    const [constant = ''] = text;
    if (side.at.type === 'string' && /^(0|[1-9]\d*)(\.\d+)?$/.test(constant)) {
      return findings.replace(side.at, `Compare with the number ${constant}`, constant);
    }
  }
  return undefined;
}

/** Nothing equals `null` where `null` never stands: what is meant is whether there is a value. */
function presence(findings: Findings, node: AstNode, left: Occurrence, right: Occurrence): QuickFix | undefined {
  for (const [side, other] of bothWays(left, right)) {
    if (side.at === undefined || !other.shape.null || Object.keys(other.shape).length > 1) continue;
    const exists = `$exists(${findings.written(side.at)})`;
    return findings.replace(node, 'Ask with $exists', node.value === '=' ? `$not(${exists})` : exists);
  }
  return undefined;
}

/** The constant that is nearest to the one that is written. */
function similar(findings: Findings, left: Occurrence, right: Occurrence): QuickFix | undefined {
  for (const [side, other] of bothWays(left, right)) {
    if (side.at?.type !== 'string' || !(other.shape.text instanceof Set)) continue;
    const meant = nearest(String(side.at.value), other.shape.text);
    if (meant !== undefined) return findings.replace(side.at, `Compare with ${meant}`, JSON.stringify(meant));
  }
  return undefined;
}

function swapFor(findings: Findings, listed: Occurrence, single: Occurrence, node: AstNode): QuickFix | undefined {
  if (listed.at === undefined || single.at === undefined || node.value !== '=') return undefined;
  return findings.replace(
    node,
    'Look for it with in',
    `${findings.written(single.at)} in ${findings.written(listed.at)}`,
  );
}
