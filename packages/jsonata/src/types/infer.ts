import { type AstNode, type Pair, type Stage, origin } from '../ast.ts';
import { builtIns } from '../functions/library.ts';
import { callBuiltIn, isBuiltIn } from './built-in-calls.ts';
import { checkEquality, checkMembership, checkNumber, checkOrder } from './checks.ts';
import { type Findings, nearest, quotedName } from './finding.ts';
import { certainWhenFalse, certainWhenTrue } from './certainty.ts';
import { Scope } from './scope.ts';
import {
  type Occurrence,
  type Shape,
  either,
  eitherShape,
  isNothing,
  itemsOf,
  listOf,
  more,
  nothing,
  one,
  unknown,
} from './shape.ts';

/** Beyond so many nodes nothing more is inferred: functions are gone through again at every call. */
const mostNodes = 50_000;

/** How often a function may be entered again within itself. */
const deepestRecursion = 3;

/** Goes through an AST with shapes in the place of values. */
export class Inference {
  readonly shapes = new Map<AstNode, Occurrence>();
  readonly #findings: Findings;
  readonly #root: Occurrence;
  readonly #uncalled = new Map<AstNode, () => void>();
  readonly #entered = new Map<AstNode, number>();
  readonly #allBound: boolean;
  #nodes = 0;

  /** `allBound`: there are no variables but those in the scope and those that the text sets. */
  constructor(findings: Findings, root: Occurrence, allBound: boolean) {
    this.#findings = findings;
    this.#root = root;
    this.#allBound = allBound;
  }

  program(ast: AstNode, scope: Scope): Occurrence {
    const result = this.infer(ast, this.#root, scope);
    // Inside a function that nothing calls, at least what does not depend on its parameters can be looked at.
    for (const check of this.#uncalled.values()) check();
    return result;
  }

  /** What the node gives where `$` is the context. */
  infer(node: AstNode, context: Occurrence, scope: Scope): Occurrence {
    if (++this.#nodes > mostNodes) return unknown;
    let result = this.#of(node, context, scope);
    for (const stage of node.predicate ?? []) result = this.#filter(result, stage, scope);
    if (node.group !== undefined) result = this.#grouped(node.group.lhs, itemsOf(result), scope);
    if (node.keepArray && node.type !== 'path') result = keptAsList(result);
    result = { ...result, at: node };
    const before = this.shapes.get(node);
    this.shapes.set(node, before === undefined ? result : { ...either(before, result), at: node });
    return result;
  }

  #of(node: AstNode, context: Occurrence, scope: Scope): Occurrence {
    switch (node.type) {
      case 'path':
        return this.#path(node, context, scope);
      case 'string':
        return one({ text: new Set([String(node.value)]) });
      case 'number':
        return one({ number: new Set([Number(node.value)]) });
      case 'value':
        return one(node.value === null ? { null: true } : { boolean: true });
      case 'regex':
        return one({ function: {} });
      case 'variable':
        return this.#variable(node, context, scope);
      case 'wildcard':
        return fieldsOf(context);
      case 'parent':
        return scope.get(node.slot?.label ?? '') ?? unknown;
      case 'binary':
        return this.#binary(node, context, scope);
      case 'unary':
        return this.#unary(node, context, scope);
      case 'bind': {
        const value = this.infer(node.rhs as AstNode, context, scope);
        scope.set(String((node.lhs as AstNode).value), value);
        return value;
      }
      case 'block': {
        const inner = new Scope(scope);
        let result = nothing;
        for (const expression of node.expressions ?? []) result = this.infer(expression, context, inner);
        return result;
      }
      case 'condition':
        return this.#condition(node, context, scope);
      case 'lambda':
        return this.#lambda(node, context, scope);
      case 'function':
        return this.#call(node, [], context, scope);
      case 'apply':
        return this.#apply(node, context, scope);
      case 'partial':
        for (const argument of node.arguments ?? []) {
          if (argument.type !== 'operator') this.infer(argument, context, scope);
        }
        return one({ function: {} });
      case 'transform':
        return one({ function: {} });
      default:
        return unknown;
    }
  }

  #variable(node: AstNode, context: Occurrence, scope: Scope): Occurrence {
    const name = String(node.value);
    if (name === '') return context;
    if (name === '$') return this.#root;
    const bound = scope.get(name);
    if (bound !== undefined) {
      return bound.missing && scope.isCertain(`$${name}`, context) ? { ...bound, missing: false } : bound;
    }
    if (!isBuiltIn(name)) {
      if (this.#allBound) this.#reportUnset(node, name, scope);
      return unknown;
    }
    // $map and its like pass a built-in function no more than it takes: $map(codes, $string) gets no index.
    const arity = builtIns.get(name)?.arity;
    return one({
      function: {
        call: (args, at) => callBuiltIn(this.#findings, name, args.slice(0, arity), at, one({ any: true })),
      },
    });
  }

  #reportUnset(node: AstNode, name: string, scope: Scope): void {
    const meant = nearest(name, [...scope.names(), ...builtIns.keys()]);
    const hint = meant === undefined ? '' : ` Is $${meant} meant?`;
    const fix = meant === undefined ? undefined : this.#findings.replace(node, `Take $${meant}`, `$${meant}`);
    this.#findings.add(node, 'unknown-variable', 'warning', `Nothing sets $${name}: it has no value.${hint}`, fix);
  }

  #path(node: AstNode, context: Occurrence, scope: Scope): Occurrence {
    const inner = new Scope(scope);
    const steps = node.steps ?? [];
    let current = context;
    for (const [index, step] of steps.entries()) {
      const opened = index === 0 && (step.type === 'variable' || step.consarray) ? context : itemsOf(current);
      current = this.#step(
        step,
        opened,
        index === steps.length - 1,
        inner,
        index === 0 && opened === context ? context : undefined,
      );
      if (current.missing && scope.isCertain(this.#findings.upTo(node, step), context)) {
        current = { ...current, missing: false };
      }
    }
    return node.keepSingletonArray ? keptAsList(current) : current;
  }

  /** `whole`: the step is not taken for each item but once. */
  #step(step: AstNode, input: Occurrence, last: boolean, scope: Scope, whole: Occurrence | undefined): Occurrence {
    const item = whole ?? one(input.shape);
    if (step.type === 'sort') {
      for (const { expression } of step.terms ?? []) this.infer(expression, one(input.shape), scope);
      return input;
    }
    if (step.ancestor !== undefined) scope.set(step.ancestor.label, item);
    let result = step.type === 'name' ? this.#field(item, step) : this.infer(step, item, scope);
    if (step.type === 'name') this.shapes.set(step, { ...result, at: step });
    for (const stage of step.stages ?? []) {
      if (stage.type === 'index') scope.set(String(stage.value), one({ number: 'any' }));
      else result = this.#filter(result, stage, scope);
    }
    if (step.index !== undefined) scope.set(step.index, one({ number: 'any' }));
    const outer = whole === undefined ? input : one({});
    if (step.focus !== undefined) {
      const items = itemsOf(result);
      scope.set(step.focus, one(items.shape));
      return {
        shape: item.shape,
        missing: outer.missing || items.missing,
        several: more(outer.several, items.several),
      };
    }
    if (!(last && outer.several === 'no') && !step.consarray) result = itemsOf(result);
    return {
      shape: result.shape,
      missing: outer.missing || result.missing,
      several: more(outer.several, result.several),
      ...(result.branches && outer.several === 'no' && { branches: result.branches }),
    };
  }

  #field(item: Occurrence, step: AstNode): Occurrence {
    const name = String(step.value);
    const { any, object, list } = item.shape;
    const found: Occurrence[] = [];
    if (any) found.push(unknown);
    if (list) found.push(this.#fieldOfItems(list, step));
    const field = object?.fields.get(name) ?? object?.others;
    if (field !== undefined) found.push(field);
    const others = Object.keys(item.shape).some(kind => !['any', 'list', 'object'].includes(kind));
    if (found.length > 0) {
      const result = found.reduce(either);
      const single = list === undefined || (object === undefined && !any) ? undefined : 'perhaps';
      return { ...result, several: single ?? result.several, missing: result.missing || item.missing || others };
    }
    if (object !== undefined) {
      const meant = nearest(name, object.fields.keys());
      const hint = meant === undefined ? '' : ` Is ${quotedName(meant)} meant?`;
      const fix = meant === undefined ? undefined : this.#findings.replace(step, `Take ${meant}`, quotedName(meant));
      this.#findings.add(step, 'unknown-path', 'warning', `There is no field ${quotedName(name)} here.${hint}`, fix);
      return unknown;
    }
    if (!isNothing(item) && !item.shape.null) {
      this.#findings.add(
        step,
        'unknown-path',
        'warning',
        `There is no field ${quotedName(name)} here: this is no object.`,
      );
      return unknown;
    }
    return nothing;
  }

  #fieldOfItems(list: Occurrence, step: AstNode): Occurrence {
    const items = itemsOf(list);
    const field = itemsOf(this.#field(one(items.shape), step));
    return { shape: field.shape, missing: items.missing || field.missing, several: 'yes' };
  }

  #filter(value: Occurrence, { expr }: Stage, scope: Scope): Occurrence {
    const items = itemsOf(value);
    if (expr === undefined) return items;
    const predicate = this.infer(expr, one(items.shape), scope);
    if (expr.type === 'number') {
      const missing = items.missing || !(expr.value === 0 || expr.value === -1);
      return { shape: items.shape, missing, several: 'no' };
    }
    const { number, any, list, ...rest } = predicate.shape;
    if (number && !list && Object.keys(rest).length === 0)
      return { shape: items.shape, missing: true, several: predicate.several };
    if (items.several === 'no') return { shape: items.shape, missing: true, several: 'no' };
    const several = any || looksUp(expr) ? 'perhaps' : items.several;
    return { shape: items.shape, missing: true, several };
  }

  #grouped(pairs: readonly Pair[], items: Occurrence, scope: Scope): Occurrence {
    const group: Occurrence = { shape: items.shape, missing: false, several: items.several };
    return this.#object(pairs, one(items.shape), group, scope);
  }

  #object(pairs: readonly Pair[], keyContext: Occurrence, context: Occurrence, scope: Scope): Occurrence {
    const fields = new Map<string, Occurrence>();
    let others: Occurrence | undefined;
    for (const [keyNode, valueNode] of pairs) {
      const { text } = this.infer(keyNode, keyContext, scope).shape;
      const value = { ...this.infer(valueNode, context, scope), key: keyNode };
      if (keyNode.type === 'string') fields.set(String(keyNode.value), value);
      else if (text instanceof Set) for (const name of text) fields.set(name, { ...value, missing: true });
      else others = others === undefined ? { ...value, missing: true } : either(others, { ...value, missing: true });
    }
    return one({ object: others === undefined ? { fields } : { fields, others } });
  }

  #unary(node: AstNode, context: Occurrence, scope: Scope): Occurrence {
    if (node.value === '{') return this.#object(node.lhs as Pair[], context, context, scope);
    if (node.value === '[') return this.#array(node.expressions ?? [], context, scope);
    const operand = node.expression as AstNode;
    const value = this.infer(operand, context, scope);
    checkNumber(this.#findings, operand, value, '-');
    return { ...one({ number: 'any' }), missing: value.missing };
  }

  #array(expressions: readonly AstNode[], context: Occurrence, scope: Scope): Occurrence {
    let shape: Shape = {};
    let missing = true;
    const branches: Occurrence[] = [];
    for (const expression of expressions) {
      const value = this.infer(expression, context, scope);
      const isArray = expression.type === 'unary' && expression.value === '[';
      const items = isArray ? value : itemsOf(value);
      shape = eitherShape(shape, items.shape);
      if (!items.missing) missing = false;
      branches.push(items.at === undefined ? { ...items, at: expression } : items);
    }
    return one({ list: { shape, missing, several: 'yes', branches } });
  }

  #binary(node: AstNode, context: Occurrence, scope: Scope): Occurrence {
    const leftNode = node.lhs as AstNode;
    const rightNode = node.rhs as AstNode;
    const left = this.infer(leftNode, context, scope);
    const certain =
      node.value === 'and' ? certainWhenTrue(leftNode, this.#written) : certainIfOr(node, leftNode, this.#written);
    const right = this.infer(rightNode, context, certain.size > 0 ? new Scope(scope, certain, context) : scope);
    const missing = left.missing || right.missing;
    switch (node.value) {
      case '&':
        return one({ text: 'any' });
      case '=':
      case '!=':
        checkEquality(this.#findings, node, left, right);
        return one({ boolean: true });
      case '<':
      case '<=':
      case '>':
      case '>=':
        checkOrder(this.#findings, node, left, right);
        return { ...one({ boolean: true }), missing };
      case 'in':
        checkMembership(this.#findings, node, left, itemsOf(right));
        return one({ boolean: true });
      case 'and':
      case 'or':
        return one({ boolean: true });
      case '..':
        return { shape: { number: 'any' }, missing: true, several: 'yes' };
      default:
        checkNumber(this.#findings, leftNode, left, String(node.value));
        checkNumber(this.#findings, rightNode, right, String(node.value));
        return { ...one({ number: 'any' }), missing };
    }
  }

  readonly #written = (node: AstNode): string => this.#findings.written(node);

  #condition(node: AstNode, context: Occurrence, scope: Scope): Occurrence {
    const test = node.condition as AstNode;
    const thenNode = node.then as AstNode;
    const kind = (node[origin] as { kind?: string } | undefined)?.kind;
    if (kind === 'coalesce' || kind === 'elvis') {
      const left = this.infer(thenNode, context, scope);
      const right = this.infer(node.else as AstNode, context, scope);
      const found: Occurrence = { ...left, missing: false };
      if (isNothing(left)) return right;
      return { ...either(found, right), branches: [found, right] };
    }
    this.infer(test, context, scope);
    const written = this.#written;
    const whenTrue = this.infer(thenNode, context, new Scope(scope, certainWhenTrue(test, written), context));
    const whenFalse =
      node.else === undefined
        ? nothing
        : this.infer(node.else, context, new Scope(scope, certainWhenFalse(test, written), context));
    const branches = [whenTrue, whenFalse]
      .flatMap(branch => branch.branches ?? [branch])
      .filter(branch => !isNothing(branch));
    return { ...either(whenTrue, whenFalse), branches };
  }

  #lambda(node: AstNode, context: Occurrence, scope: Scope): Occurrence {
    if (node.thunk) return this.infer(node.body as AstNode, context, scope);
    const enter = (args: readonly Occurrence[]): Occurrence => {
      this.#uncalled.delete(node);
      const entered = this.#entered.get(node) ?? 0;
      // What it gives beyond the other branches is what it gave before.
      if (entered >= deepestRecursion) return one({});
      this.#entered.set(node, entered + 1);
      const inner = new Scope(scope);
      for (const [index, parameter] of (node.arguments ?? []).entries()) {
        inner.set(String(parameter.value), anyOf(args[index] ?? nothing));
      }
      const result = this.infer(node.body as AstNode, context, inner);
      this.#entered.set(node, entered);
      return result;
    };
    this.#uncalled.set(node, () => enter((node.arguments ?? []).map(() => unknown)));
    return one({ function: { call: enter } });
  }

  #apply(node: AstNode, context: Occurrence, scope: Scope): Occurrence {
    const left = this.infer(node.lhs as AstNode, context, scope);
    const right = node.rhs as AstNode;
    if (right.type === 'function') return this.#call(right, [left], context, scope);
    const called = this.infer(right, context, scope);
    if (left.shape.function && Object.keys(left.shape).length === 1) return one({ function: {} });
    if (right.type === 'transform') return changed(left);
    return called.shape.function?.call?.([left], node) ?? unknown;
  }

  #call(node: AstNode, first: Occurrence[], context: Occurrence, scope: Scope): Occurrence {
    const procedure = node.procedure as AstNode;
    const args = [...first, ...(node.arguments ?? []).map(argument => this.infer(argument, context, scope))];
    const name = procedure.type === 'variable' ? String(procedure.value) : '';
    if (isBuiltIn(name) && scope.get(name) === undefined) return callBuiltIn(this.#findings, name, args, node, context);
    const called = this.infer(procedure, context, scope);
    return called.shape.function?.call?.(args, node) ?? unknown;
  }
}

/** A function is called with other constants too. */
function anyOf(argument: Occurrence): Occurrence {
  const { text, number } = argument.shape;
  const shape: Shape = { ...argument.shape, ...(text && { text: 'any' }), ...(number && { number: 'any' }) };
  return { ...argument, shape };
}

function certainIfOr(node: AstNode, left: AstNode, written: (node: AstNode) => string): ReadonlySet<string> {
  return node.value === 'or' ? certainWhenFalse(left, written) : new Set();
}

/** `[field = value]`: what it finds is most likely one. */
function looksUp(predicate: AstNode): boolean {
  if (predicate.type !== 'binary') return false;
  if (predicate.value === '=') return true;
  return predicate.value === 'and' && [predicate.lhs, predicate.rhs].some(side => looksUp(side as AstNode));
}

function keptAsList(value: Occurrence): Occurrence {
  if (value.shape.list && Object.keys(value.shape).length === 1 && value.several === 'no') return value;
  return listOf({ ...itemsOf(value), missing: false }, value.missing);
}

function fieldsOf(context: Occurrence): Occurrence {
  const items = itemsOf(context);
  const { object, any } = items.shape;
  if (any || object === undefined) return any ? unknown : nothing;
  const all = [...object.fields.values(), ...(object.others ? [object.others] : [])].map(itemsOf);
  if (all.length === 0) return nothing;
  return { ...all.reduce(either), several: 'yes', missing: true };
}

/** After a transform: any object in it may have other fields, or no longer have one. */
function changed(value: Occurrence): Occurrence {
  const { object, list } = value.shape;
  const shape: Shape = { ...value.shape };
  if (list !== undefined) shape.list = changed(list);
  if (object !== undefined) {
    const fields = [...object.fields].map(([name]) => [name, unknown] as const);
    shape.object = { fields: new Map(fields), others: unknown };
  }
  return { ...value, shape };
}
