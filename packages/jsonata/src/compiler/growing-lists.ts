import type { AstNode } from '../ast.ts';
import { childrenOf, contains } from './scope.ts';

/** A call of `$append` by its arguments, and the field whose list it adds to; none: the value itself is the list. */
export type GrowingCalls = Map<AstNode[], string | undefined>;

/**
 * The calls of `$append` in the function of a `$reduce` that may add to a list instead of copying it. Nobody but the
 * function itself can have the list that it made in the turn before: it gives it on in the same place, in
 * `$append($list, …)` or in `$merge([$all, { "list": $append($all.list, …) }])`, and reads nothing else of it than items.
 */
export function growingCalls(lambda: AstNode, isBuiltIn: (name: string) => boolean): GrowingCalls {
  const calls: GrowingCalls = new Map();
  const [first, ...others] = lambda.arguments ?? [];
  if (first === undefined || others.some(({ value }) => value === first.value)) return calls;
  const reader = new Reader(String(first.value), isBuiltIn);
  return reader.collect(lambda.body as AstNode, calls) && reader.isOnlyRead(calls) ? calls : new Map();
}

/** Functions that look at a list and do not give it on. */
const lookers = new Set('count exists sum max min average not boolean string join length'.split(' '));

class Reader {
  readonly #name: string;
  readonly #isBuiltIn: (name: string) => boolean;
  /** What is evaluated besides what is given on. */
  readonly #besides: AstNode[] = [];

  constructor(name: string, isBuiltIn: (name: string) => boolean) {
    this.#name = name;
    this.#isBuiltIn = isBuiltIn;
  }

  /** Goes through what the function gives. False: it cannot be followed. */
  collect(node: AstNode, calls: GrowingCalls): boolean {
    if (node.predicate !== undefined || node.group !== undefined || node.keepArray === true) return this.#beside(node);
    switch (node.type) {
      case 'condition': {
        this.#besides.push(node.condition as AstNode);
        return [node.then, node.else].every(part => part === undefined || this.collect(part, calls));
      }
      case 'block': {
        const parts = node.expressions ?? [];
        this.#besides.push(...parts.slice(0, -1));
        return parts.slice(-1).every(part => this.collect(part, calls));
      }
      case 'lambda':
        return node.thunk === true ? this.collect(node.body as AstNode, calls) : this.#beside(node);
      case 'variable':
        return this.#isAll(node) || this.#beside(node);
      case 'function':
        return this.#collectCall(node, calls);
      default:
        return this.#beside(node);
    }
  }

  #beside(node: AstNode): boolean {
    this.#besides.push(node);
    return true;
  }

  #collectCall(node: AstNode, calls: GrowingCalls): boolean {
    const args = node.arguments ?? [];
    const [first, second] = args;
    const name = this.#nameOf(node);
    if (name === 'append' && args.length === 2 && this.#isAll(first as AstNode)) {
      calls.set(args, undefined);
      return this.#beside(second as AstNode);
    }
    const parts = name === 'merge' && args.length === 1 && isWritten(first as AstNode, '[') ? first?.expressions : [];
    const [all, members] = parts ?? [];
    if (parts?.length !== 2 || !this.#isAll(all as AstNode) || !isWritten(members as AstNode, '{')) {
      return this.#beside(node);
    }
    const grown = new Set<string>();
    const others: { node: AstNode; of?: string }[] = [];
    for (const [key, value] of (members as AstNode).lhs as [AstNode, AstNode][]) {
      const field = key.type === 'string' ? String(key.value) : undefined;
      const [list, item] = value.arguments ?? [];
      const adds = this.#nameOf(value) === 'append' && value.arguments?.length === 2 && isBare(value);
      if (adds && field !== undefined && this.#isField(list as AstNode, field)) {
        calls.set(value.arguments as AstNode[], field);
        grown.add(field);
        others.push({ node: key }, { node: item as AstNode, of: field });
      } else {
        others.push({ node: key }, { node: value });
      }
    }
    this.#besides.push(...others.map(part => part.node));
    // One that is evaluated after a list has grown would see that.
    return others.every(part => [...grown].every(field => field === part.of || !this.#readsField(part.node, field)));
  }

  #readsField(node: AstNode, field: string): boolean {
    return contains(node, ({ steps: [first, second] = [] }) => {
      return first?.value === this.#name && second?.value === field;
    });
  }

  /** Whether all else that is evaluated reads items of the lists only. */
  isOnlyRead(calls: GrowingCalls): boolean {
    const fields = new Set(calls.values());
    if (fields.has(undefined) && fields.size > 1) return false;
    return this.#besides.every(node => this.#reads(node, fields));
  }

  #reads(node: AstNode, fields: ReadonlySet<string | undefined>): boolean {
    if (!contains(node, part => part.type === 'variable' && part.value === this.#name)) return true;
    if (node.type === 'bind' && (node.lhs as AstNode).value === this.#name) return false;
    if (node.type === 'lambda' && node.thunk !== true) return false;
    const isList = (part: AstNode): boolean =>
      fields.has(undefined) ? this.#isAll(part) : [...fields].some(field => this.#isField(part, field as string));
    if (node.type === 'function' && lookers.has(this.#nameOf(node) ?? '')) {
      return (node.arguments ?? []).every(arg => isList(arg) || this.#reads(arg, fields));
    }
    if (node.type === 'variable') return false;
    const parts = childrenOf(node);
    const [first, second, ...others] = node.type === 'path' ? (node.steps ?? []) : [];
    if (first?.type !== 'variable' || first.value !== this.#name) return parts.every(part => this.#reads(part, fields));
    const stages = [...(first.stages ?? []), ...(first.predicate ?? [])];
    const isField = second?.type === 'name' && stages.length === 0 && second.group === undefined;
    const goesOn = others.length > 0 || second?.stages !== undefined;
    const isKept = node.keepArray === true || node.keepSingletonArray === true;
    const isItem = fields.has(undefined) ? second !== undefined : goesOn || !fields.has(String(second?.value));
    if (isKept || node.group !== undefined || !isItem || (!fields.has(undefined) && !isField)) return false;
    return parts
      .flatMap(part => (part === first ? childrenOf(first) : [part]))
      .every(part => this.#reads(part, fields));
  }

  #isAll(node: AstNode): boolean {
    return node.type === 'variable' && node.value === this.#name && isBare(node);
  }

  #isField(node: AstNode, field: string): boolean {
    const [first, second, ...others] = node.type === 'path' && isBare(node) ? (node.steps ?? []) : [];
    if (first === undefined || second === undefined || others.length > 0) return false;
    return this.#isAll(first) && second.type === 'name' && second.value === field && isBare(second);
  }

  #nameOf({ type, procedure }: AstNode): string | undefined {
    const name = procedure?.value;
    if (type !== 'function' || procedure?.type !== 'variable' || typeof name !== 'string') return undefined;
    return isBare(procedure) && this.#isBuiltIn(name) ? name : undefined;
  }
}

const isWritten = (node: AstNode, bracket: '[' | '{'): boolean =>
  node.type === 'unary' && node.value === bracket && isBare(node);

function isBare(node: AstNode): boolean {
  const { predicate, stages, group, keepArray, keepSingletonArray, tuple } = node;
  return [predicate, stages, group, keepArray, keepSingletonArray, tuple].every(part => part === undefined);
}
