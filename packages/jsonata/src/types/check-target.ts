import type { AstNode } from '../ast.ts';
import { type Findings, nearest, quotedName } from './finding.ts';
import { type Constants, type ObjectShape, type Occurrence, type Shape, describeShape, isNothing } from './shape.ts';

/** Whether what an expression gives fits what is asked for. `path`: where it goes to, for people. */
export function checkTarget(findings: Findings, given: Occurrence, target: Occurrence, path: string): void {
  if (given.shape.any || target.shape.any) return;
  if (given.branches !== undefined && given.several === 'no') {
    for (const branch of given.branches) checkTarget(findings, branch, target, path);
    return;
  }
  const { at } = given;
  if (at === undefined || isNothing(given)) return;
  const wantsList = target.shape.list !== undefined;
  if (given.several !== 'no') {
    if (wantsList) reportSequence(findings, given, at, path);
    else reportSeveral(findings, given, at, path);
    checkItems(findings, given, target.shape.list ?? target, path);
    return;
  }
  const { list, ...single } = given.shape;
  if (list !== undefined) {
    if (target.shape.list !== undefined) checkListItems(findings, list, target.shape.list, path);
    else if (Object.keys(single).length === 0) reportSeveral(findings, { ...given, several: 'yes' }, at, path);
  }
  if (Object.keys(single).length === 0) return;
  if (wantsList && !fits(single, target.shape)) {
    const sentence = `${named(path)} must be a list, but this is ${describeShape(single)}.`;
    findings.add(at, 'sequence-into-list', 'error', sentence, findings.wrap(at, 'Wrap in [ ]', '[', ']'));
    const items = target.shape.list;
    if (items !== undefined && single.object && items.shape.object) {
      checkObject(findings, single.object, items.shape.object, at, path);
    }
    return;
  }
  checkSingle(findings, single, target.shape, at, path);
}

function reportSequence(findings: Findings, given: Occurrence, at: AstNode, path: string): void {
  const none = given.missing ? ', and none is nothing' : '';
  const sentence = `${named(path)} must be a list, but one value alone does not become a list here${none}.`;
  findings.add(at, 'sequence-into-list', 'error', sentence, findings.wrap(at, 'Wrap in [ ]', '[', ']'));
}

function reportSeveral(findings: Findings, given: Occurrence, at: AstNode, path: string): void {
  const sure = given.several === 'yes';
  const sentence = `${named(path)} takes one value, but ${sure ? 'this gives several' : 'this may give several'}.`;
  const fix = findings.wrap(at, 'Take the first with [0]', '(', ')[0]');
  findings.add(at, 'several-into-one', sure ? 'error' : 'info', sentence, fix);
}

/** The items of an array constructor are looked at one by one, each where it is written. */
function checkListItems(findings: Findings, list: Occurrence, target: Occurrence, path: string): void {
  const parts = list.branches ?? [list];
  for (const part of parts) checkItems(findings, part, target, path);
}

function checkItems(findings: Findings, items: Occurrence, target: Occurrence, path: string): void {
  if (items.branches !== undefined) {
    for (const branch of items.branches) checkItems(findings, { ...branch, several: 'no' }, target, path);
    return;
  }
  if (items.at === undefined || items.shape.any || target.shape.any || isNothing(items)) return;
  checkSingle(findings, items.shape, target.shape, items.at, `${path}[]`);
}

function checkSingle(findings: Findings, given: Shape, target: Shape, at: AstNode, path: string): void {
  if (!fits(given, target)) {
    const conversion = given.number && target.text ? '$string' : given.text && target.number ? '$number' : undefined;
    const fix = conversion && findings.wrap(at, `Convert it with ${conversion}`, `${conversion}(`, ')');
    const sentence = `${named(path)} must be ${describeShape(target)}, but this is ${describeShape(given)}.`;
    findings.add(at, 'wrong-kind', 'error', sentence, fix);
    return;
  }
  if (given.object && target.object) checkObject(findings, given.object, target.object, at, path);
  const wrong = outside(given.text, target.text) ?? outside(given.number, target.number);
  if (wrong !== undefined) {
    const sentence = `${named(path)} cannot be ${JSON.stringify(wrong)}; it must be ${allowed(target)}.`;
    const meant = target.text instanceof Set ? nearest(String(wrong), target.text) : undefined;
    const fix =
      meant === undefined || at.type !== 'string'
        ? undefined
        : findings.replace(at, `Take ${meant}`, JSON.stringify(meant));
    findings.add(at, 'wrong-kind', 'error', sentence, fix);
  }
}

function fits(given: Shape, target: Shape): boolean {
  return Object.keys(given).some(kind => kind in target);
}

/** A constant that the target does not allow. */
function outside<Value>(given: Constants<Value> | undefined, target: Constants<Value> | undefined): Value | undefined {
  if (!(given instanceof Set) || !(target instanceof Set)) return undefined;
  return [...given].find(value => !target.has(value)) as Value | undefined;
}

function allowed({ text, number }: Shape): string {
  return [text, number]
    .flatMap(constants => (constants instanceof Set ? [...constants] : []))
    .map(value => JSON.stringify(value))
    .join(' or ');
}

function checkObject(findings: Findings, given: ObjectShape, target: ObjectShape, at: AstNode, path: string): void {
  for (const [name, wanted] of target.fields) {
    const field = given.fields.get(name);
    const inner = path === '' ? quotedName(name) : `${path}.${quotedName(name)}`;
    if (field === undefined) {
      if (!wanted.missing && given.others === undefined) {
        findings.add(at, 'required-missing', 'error', `${inner} is required, but not mapped.`);
      }
      continue;
    }
    if (!wanted.missing && field.missing && !field.shape.any && field.at !== undefined)
      reportMissing(findings, field, wanted, inner);
    checkTarget(findings, field, wanted, inner);
  }
  if (target.others !== undefined) return;
  for (const [name, field] of given.fields) {
    if (target.fields.has(name)) continue;
    const where = field.key ?? field.at;
    if (where === undefined) continue;
    const unmapped = [...target.fields.keys()].filter(other => !given.fields.has(other));
    const meant = nearest(name, unmapped);
    const hint = meant === undefined ? '' : ` Is ${quotedName(meant)} meant?`;
    const fix = meant === undefined ? undefined : findings.replace(where, `Call it ${meant}`, JSON.stringify(meant));
    findings.add(
      where,
      'unknown-target',
      'warning',
      `The target has no field ${quotedName(name)}${inside(path)}.${hint}`,
      fix,
    );
  }
}

function inside(path: string): string {
  return path === '' ? '' : ` in ${path}`;
}

function reportMissing(findings: Findings, field: Occurrence, wanted: Occurrence, path: string): void {
  const { at } = field;
  if (at === undefined || isNothing(field)) return;
  const sentence = `${named(path)} is required, but there may be no value here.`;
  const instead = wanted.shape.text ? '""' : wanted.shape.number ? '0' : wanted.shape.boolean ? 'false' : undefined;
  const simple = at.type === 'path' || at.type === 'function' || at.type === 'variable';
  const fix =
    instead === undefined
      ? undefined
      : findings.wrap(at, `Take ${instead} instead with ??`, simple ? '' : '(', `${simple ? '' : ')'} ?? ${instead}`);
  findings.add(at, 'required-missing', 'warning', sentence, fix);
}

function named(path: string): string {
  return path === '' ? 'The result' : path;
}
