import { type AstNode, type NodeType, type Pair, type Stage, type SyntaxRange, origin } from '../ast.ts';
import { pushAncestry, resolveAncestry, seekParent } from './ancestry.ts';

import { headOf } from './heads.ts';
import { type ProblemDetails, type SyntaxProblem, describeProblem } from './problem.ts';
import { signatureText } from './signature.ts';
import type {
  BinarySyntax,
  BlockSyntax,
  CallSyntax,
  FilterSyntax,
  FocusSyntax,
  GroupSyntax,
  IndexSyntax,
  LambdaSyntax,
  ListedPairs,
  NegateSyntax,
  PathSyntax,
  SortSyntax,
  SyntaxNode,
  SyntaxTree,
  Token,
} from './syntax.ts';

/** How deep the AST may be. Each operator on the left of another is a level too, each step of a path is none. */
const deepestTree = 1000;

/** Following a `%` up takes as long as the path is. */
const mostParents = 1000;

/** Later problems are of no use to anybody. */
const mostProblems = 100;

/** The left side of `??` and `?:` stands twice in the AST: nested on the left they double it each time. */
const mostNodes = 300_000;

/**
 * The AST that jsonata makes of the text, for the whole of it; where the tree is broken, nodes of the type `error`.
 * The first problem is the one that jsonata would throw.
 */
export function lower(tree: SyntaxTree): { ast: AstNode; problems: SyntaxProblem[] } {
  const lowering = new Lowering(tree.text);
  const ast = lowering.program(tree.root);
  return { ast, problems: lowering.problems };
}

class Lowering {
  readonly problems: SyntaxProblem[] = [];
  readonly #text: string;
  #depth = 0;
  #nodes = 0;
  #slots = 0;
  #gaveUp = false;

  constructor(text: string) {
    this.#text = text;
  }

  program(root: SyntaxNode): AstNode {
    const ast = this.#lower(root);
    if (ast.type === 'parent' || ast.seekingParent !== undefined) this.#reportNoParent(ast);
    return ast;
  }

  readonly #reportNoParent = (node: AstNode): void => {
    const { start, end } = node[origin] ?? { start: 0, end: this.#text.length };
    this.#report({ code: 'S0217', start, end, position: node.position, token: node.type });
  };

  #report(problem: ProblemDetails): void {
    if (this.problems.length < mostProblems) this.problems.push(describeProblem(problem));
  }

  /** `kept`: `[]` follows it. */
  #lower(node: SyntaxNode, kept = false): AstNode {
    if (this.#depth >= deepestTree || this.#nodes >= mostNodes || this.#slots >= mostParents) {
      return this.#tooMuch(node);
    }
    this.#depth++;
    this.#nodes++;
    const result = this.#make(node, kept);
    this.#depth--;
    if (kept && node.kind !== 'keep' && node.kind !== 'filter') result.keepArray = true;
    return result;
  }

  #tooMuch(node: SyntaxNode): AstNode {
    const { start, end } = node;
    if (!this.#gaveUp) this.#report({ code: 'D1011', start, end, position: start });
    this.#gaveUp = true;
    return error(node);
  }

  #make(node: SyntaxNode, kept: boolean): AstNode {
    switch (node.kind) {
      case 'operator':
      case 'stray':
      case 'end':
      case 'broken':
        return error(node);
      case 'missing': {
        const end = this.#text.length;
        if (node.value === '(end)') this.#report({ code: 'S0207', start: end, end, position: end, token: '(end)' });
        return error(node);
      }
      case 'name': {
        const path: AstNode = { type: 'path', steps: [leaf('name', node, kept)], [origin]: node };
        if (kept) path.keepSingletonArray = true;
        return path;
      }
      case 'constant':
        return leaf('value', node, kept);
      case 'placeholder':
        return leaf('operator', node, kept);
      case 'parent': {
        const index = this.#slots++;
        return { type: 'parent', slot: { label: `!${index}`, level: 1, index }, [origin]: node };
      }
      case 'variable':
      case 'string':
      case 'number':
      case 'regex':
      case 'wildcard':
      case 'descendant':
        return leaf(node.kind, node, kept);
      case 'path':
        return this.#path(node);
      case 'binary':
        return this.#binary(node);
      case 'coalesce': {
        const left = this.#lower(node.left);
        const procedure: AstNode = { type: 'variable', value: 'exists', [origin]: node.operator };
        const test: AstNode = { type: 'function', value: '(', procedure, arguments: [left], [origin]: node.left };
        pushAncestry(test, left);
        return this.#condition(node, node.operator, test, node.left, node.right);
      }
      case 'elvis':
        return this.#condition(node, node.operator, this.#lower(node.left), node.left, node.right);
      case 'condition':
        return this.#condition(node, node.question, this.#lower(node.test), node.whenTrue, node.whenFalse);
      case 'bind': {
        const lhs = this.#lower(node.left);
        const rhs = this.#lower(node.right);
        const result: AstNode = { type: 'bind', value: ':=', position: node.operator.end, lhs, rhs, [origin]: node };
        pushAncestry(result, rhs);
        return result;
      }
      case 'focus':
        return this.#focus(node, kept);
      case 'index':
        return this.#index(node);
      case 'negate':
        return this.#negate(node);
      case 'block':
        return this.#block(node);
      case 'array': {
        const result: AstNode = { type: 'unary', value: '[', position: node.open.end, [origin]: node };
        result.expressions = this.#all(node.items, result);
        return result;
      }
      case 'object': {
        const result: AstNode = { type: 'unary', value: '{', position: node.open.end, [origin]: node };
        result.lhs = this.#pairs(node, result);
        return result;
      }
      case 'group':
        return this.#group(node);
      case 'filter':
        return this.#filter(node, kept);
      case 'keep':
        return this.#lower(node.target, true);
      case 'sort':
        return this.#sort(node);
      case 'call':
        return this.#call(node);
      case 'lambda':
        return this.#lambda(node);
      case 'transform': {
        const result: AstNode = { type: 'transform', position: node.open.end, [origin]: node };
        result.pattern = this.#lower(node.pattern);
        result.update = this.#lower(node.update);
        if (node.deletion !== undefined) result.delete = this.#lower(node.deletion);
        return result;
      }
    }
  }

  #all(nodes: readonly SyntaxNode[], parent: AstNode): AstNode[] {
    return nodes.map(node => {
      const result = this.#lower(node);
      pushAncestry(parent, result);
      return result;
    });
  }

  #pairs({ items }: ListedPairs, parent?: AstNode): Pair[] {
    return items.map(pair => {
      const key = this.#lower(pair.key);
      if (parent !== undefined) pushAncestry(parent, key);
      const value = this.#lower(pair.value);
      if (parent !== undefined) pushAncestry(parent, value);
      return [key, value];
    });
  }

  /** Long sums and texts nest on the left and are read in a loop, for they would use up the stack. */
  #binary(node: BinarySyntax): AstNode {
    const spine: BinarySyntax[] = [];
    let first: SyntaxNode = node;
    for (; first.kind === 'binary'; first = first.left) spine.push(first);
    this.#depth += spine.length;
    let result = this.#lower(first);
    for (let outer = spine.pop(); outer !== undefined; outer = spine.pop()) {
      this.#depth--;
      result = this.#withRight(result, outer);
    }
    return result;
  }

  #withRight(lhs: AstNode, node: BinarySyntax): AstNode {
    const { operator } = node;
    const rhs = this.#lower(node.right);
    const { value, end: position } = operator;
    if (value === '~>') {
      const result: AstNode = { type: 'apply', value, position, lhs, rhs, [origin]: node };
      if (lhs.keepArray || rhs.keepArray) result.keepArray = true;
      return result;
    }
    const result: AstNode = { type: 'binary', value, position, lhs, rhs, [origin]: node };
    pushAncestry(result, lhs);
    pushAncestry(result, rhs);
    return result;
  }

  #condition(
    node: SyntaxNode,
    { end: position }: Token,
    condition: AstNode,
    thenNode: SyntaxNode,
    elseNode: SyntaxNode | undefined,
  ): AstNode {
    const result: AstNode = { type: 'condition', position, condition, [origin]: node };
    pushAncestry(result, condition);
    // oxlint-disable-next-line unicorn/no-thenable -- the name that jsonata gives it
    result.then = this.#lower(thenNode);
    pushAncestry(result, result.then);
    if (elseNode !== undefined) {
      result.else = this.#lower(elseNode);
      pushAncestry(result, result.else);
    }
    return result;
  }

  /** Long paths nest on the left and are read in a loop. */
  #path(node: PathSyntax): AstNode {
    const spine: PathSyntax[] = [];
    let first: SyntaxNode = node;
    for (; first.kind === 'path'; first = first.left) spine.push(first);
    const left = this.#lower(first);
    const path: AstNode = left.type === 'path' ? left : { type: 'path', steps: [left] };
    if (left.type === 'parent' && left.slot !== undefined) path.seekingParent = [left.slot];
    for (let level = spine.pop(), seen = 0; level !== undefined; level = spine.pop()) {
      seen = this.#step(path, level, seen);
    }
    path[origin] = node;
    return path;
  }

  /** Adds what is right of the `.`; of the steps the first `seen` were looked at before. */
  #step(path: AstNode, { right }: PathSyntax, seen: number): number {
    const steps = path.steps ?? [];
    const step = this.#lower(right);
    if (step.type === 'path') {
      steps.push(...(step.steps ?? []));
    } else {
      if (step.predicate !== undefined) {
        step.stages = step.predicate;
        delete step.predicate;
      }
      steps.push(step);
    }
    for (const added of steps.slice(seen)) {
      if (added.type === 'number' || added.type === 'value') this.#reportLiteral(added);
      if (added.keepArray) path.keepSingletonArray = true;
    }
    for (const added of steps.slice(seen)) if (added.type === 'string') added.type = 'name';
    for (const end of [steps[0], steps.at(-1)]) {
      if (end?.type === 'unary' && end.value === '[') end.consarray = true;
    }
    resolveAncestry(path, this.#reportNoParent);
    return steps.length;
  }

  #reportLiteral({ position, value, [origin]: range }: AstNode): void {
    const { start, end } = range ?? { start: 0, end: this.#text.length };
    this.#report({ code: 'S0213', start, end, position, value });
  }

  #filter(node: FilterSyntax, kept: boolean): AstNode {
    const result = this.#lower(node.target, kept);
    const step = lastStep(result);
    const position = node.open.end;
    if (step.group !== undefined) this.#reportAt(node.open, node, 'S0209');
    const predicate = this.#lower(node.predicate);
    if (predicate.seekingParent !== undefined) {
      for (const slot of predicate.seekingParent) {
        if (slot.level === 1) seekParent(step, slot, this.#reportNoParent);
        else slot.level--;
      }
      pushAncestry(step, predicate);
    }
    const filter: Stage = { type: 'filter', expr: predicate, position, [origin]: node };
    const filters = result.type === 'path' ? (step.stages ??= []) : (step.predicate ??= []);
    filters.push(filter);
    result[origin] = node;
    return result;
  }

  #reportAt({ start, end: position }: Token, { end }: SyntaxRange, code: string): void {
    this.#report({ code, start, end, position });
  }

  #group(node: GroupSyntax): AstNode {
    const result = this.#lower(node.target);
    if (result.group !== undefined) this.#reportAt(node.open, node, 'S0210');
    result.group = { lhs: this.#pairs(node), position: node.open.end };
    result[origin] = node;
    return result;
  }

  #sort(node: SortSyntax): AstNode {
    const target = this.#lower(node.target);
    const path: AstNode = target.type === 'path' ? target : { type: 'path', steps: [target] };
    const sort: AstNode = { type: 'sort', position: node.operator.end, [origin]: node };
    sort.terms = node.items.map(term => {
      const expression = this.#lower(term.expression);
      pushAncestry(sort, expression);
      return { descending: term.direction?.value === '>', expression };
    });
    path.steps?.push(sort);
    resolveAncestry(path, this.#reportNoParent);
    path[origin] = node;
    return path;
  }

  #focus(node: FocusSyntax, kept: boolean): AstNode {
    const result = this.#lower(node.left);
    const step = lastStep(result);
    if (step.stages !== undefined || step.predicate !== undefined) this.#reportAt(node.operator, node, 'S0215');
    if (step.type === 'sort') this.#reportAt(node.operator, node, 'S0216');
    if (kept) step.keepArray = true;
    step.focus = String(headOf(node.right).value);
    step.tuple = true;
    result[origin] = node;
    return result;
  }

  #index(node: IndexSyntax): AstNode {
    let result = this.#lower(node.left);
    const step = lastStep(result);
    if (result.type !== 'path') {
      result = { type: 'path', steps: [step] };
      if (step.predicate !== undefined) {
        step.stages = step.predicate;
        delete step.predicate;
      }
    }
    const value = String(headOf(node.right).value);
    if (step.stages === undefined) step.index = value;
    else step.stages.push({ type: 'index', value, position: node.operator.end, [origin]: node });
    step.tuple = true;
    result[origin] = node;
    return result;
  }

  #negate(node: NegateSyntax): AstNode {
    const expression = this.#lower(node.operand);
    if (expression.type === 'number') {
      expression.value = -(expression.value as number);
      expression[origin] = node;
      return expression;
    }
    const result: AstNode = { type: 'unary', value: '-', position: node.operator.end, expression, [origin]: node };
    pushAncestry(result, expression);
    return result;
  }

  #block(node: BlockSyntax): AstNode {
    const result: AstNode = { type: 'block', position: node.open.end, [origin]: node };
    result.expressions = this.#all(node.items, result);
    if (result.expressions.some(part => part.consarray || (part.type === 'path' && part.steps?.[0]?.consarray))) {
      result.consarray = true;
    }
    return result;
  }

  #call(node: CallSyntax): AstNode {
    const type = node.items.some(({ kind }) => kind === 'placeholder') ? 'partial' : 'function';
    const result: AstNode = { type, value: '(', position: node.open.end, [origin]: node };
    result.arguments = this.#all(node.items, result);
    result.procedure = this.#lower(node.callee);
    return result;
  }

  #lambda(node: LambdaSyntax): AstNode {
    const result: AstNode = { type: 'lambda', position: node.open.end, [origin]: node };
    result.arguments = node.items.map(parameter => this.#lower(parameter));
    if (node.signature.length > 0) result.signature = { definition: signatureText(node.signature) };
    result.body = withTailCalls(this.#lower(node.body));
    return result;
  }
}

function leaf(type: NodeType, token: Token, kept: boolean): AstNode {
  const { value, end: position } = token;
  return kept
    ? { value, type, position, keepArray: true, [origin]: token }
    : { value, type, position, [origin]: token };
}

function error(node: SyntaxRange): AstNode {
  return { type: 'error', [origin]: node };
}

function lastStep(result: AstNode): AstNode {
  return result.type === 'path' ? (result.steps?.at(-1) ?? result) : result;
}

/** Calls at the end of a function become thunks, so that a function that ends by calling itself needs no stack. */
function withTailCalls(body: AstNode): AstNode {
  switch (body.type) {
    case 'function':
      if (body.predicate !== undefined) return body;
      return {
        type: 'lambda',
        thunk: true,
        arguments: [],
        position: body.position,
        body,
        [origin]: body[origin],
      } as AstNode;
    case 'condition':
      // oxlint-disable-next-line unicorn/no-thenable -- the name that jsonata gives it
      if (body.then !== undefined) body.then = withTailCalls(body.then);
      if (body.else !== undefined) body.else = withTailCalls(body.else);
      return body;
    case 'block': {
      const last = body.expressions?.pop();
      if (last !== undefined) body.expressions?.push(withTailCalls(last));
      return body;
    }
    default:
      return body;
  }
}
