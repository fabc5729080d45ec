import { Cursor } from './cursor.ts';
import { headOf, unkept } from './heads.ts';
import { Lexer } from './lexer.ts';
import { type ProblemDetails, type SyntaxProblem, describeProblem } from './problem.ts';
import { checkSignature } from './signature.ts';
import type { PairSyntax, SyntaxNode, SyntaxPart, SyntaxTree, TermSyntax, Token } from './syntax.ts';

/** How deep brackets, operators' right sides and branches may be nested. */
const deepestNesting = 500;

/**
 * Reads a text into its tree; what is missing or does not fit becomes `missing` tokens and `broken` nodes.
 * The first problem is the one that jsonata throws, unless it is one that only lowering finds.
 */
export function parseSyntax(text: string): { tree: SyntaxTree; problems: SyntaxProblem[] } {
  const parser = new Parser(text);
  const tree = parser.tree();
  return { tree, problems: parser.problems };
}

/** The tree of a text that is nested too deeply to be read: its tokens. */
export function unreadable(text: string): { tree: SyntaxTree; problems: SyntaxProblem[] } {
  const parts: Token[] = [];
  const lexer = new Lexer(text, () => {});
  let token = lexer.next(false);
  for (; token.kind !== 'end'; token = lexer.next(false)) parts.push(token);
  const problem = describeProblem({ code: 'D1011', start: 0, end: text.length, position: 0 });
  return { tree: { text, root: broken(parts), end: token }, problems: [problem] };
}

/**
 * Operator precedence after Pratt. Where the next token is taken, it says whether a value is complete (`/` divides
 * then); jsonata takes some closing brackets for none, and so does this.
 */
class Parser extends Cursor {
  #depth = 0;
  /** How many constructs that are not complete wait for each closing bracket or separator. */
  readonly #awaited = new Map<unknown, number>();

  tree(): SyntaxTree {
    let root = this.#expression(0);
    if (!this.at('(end)')) {
      this.reportAtCurrent({ code: 'S0201' });
      const parts: SyntaxPart[] = [root];
      while (!this.at('(end)')) parts.push(this.#startsExpression() ? this.#expression(0) : this.take(false));
      root = broken(parts);
    }
    return { text: this.text, root, end: this.current };
  }

  #expression(minimum: number): SyntaxNode {
    if (this.#depth >= deepestNesting) return this.#tooDeep();
    this.#depth++;
    const token = this.take(true);
    let left = token.kind === 'missing' ? token : this.#prefix(token);
    while (minimum < bindingPower(this.current)) {
      left = this.#infix(left, this.take(false));
    }
    this.#depth--;
    return left;
  }

  #tooDeep(): SyntaxNode {
    const parts: Token[] = [];
    const { start } = this.current;
    this.report({ code: 'D1011', start, end: this.text.length, position: start });
    while (!this.at('(end)')) parts.push(this.take(false));
    this.keepQuiet();
    return parts.length === 0 ? this.missing() : broken(parts);
  }

  #startsExpression(): boolean {
    const { kind, value } = this.current;
    return kind === 'operator' ? prefixOperators.has(value) : kind !== 'end' && kind !== 'stray';
  }

  #prefix(token: Token): SyntaxNode {
    if (token.kind === 'stray') return this.#afterStray(token);
    if (token.kind !== 'operator') return token;
    switch (token.value) {
      case 'and':
      case 'or':
      case 'in':
        token.kind = 'name';
        return token;
      case '*':
        token.kind = 'wildcard';
        return token;
      case '**':
        token.kind = 'descendant';
        return token;
      case '%':
        token.kind = 'parent';
        return token;
      case '-': {
        const operand = this.#expression(70);
        return { kind: 'negate', start: token.start, end: operand.end, operator: token, operand };
      }
      case '(': {
        const { items, separators, close } = this.#list(')', ';', () => this.#expression(0), true);
        return { kind: 'block', start: token.start, end: close.end, open: token, items, separators, close };
      }
      case '[': {
        const { items, separators, close } = this.#list(']', ',', () => this.#item(), true);
        return { kind: 'array', start: token.start, end: close.end, open: token, items, separators, close };
      }
      case '{': {
        const { items, separators, close } = this.#list('}', ',', () => this.#pair(), true);
        return { kind: 'object', start: token.start, end: close.end, open: token, items, separators, close };
      }
      case '|':
        return this.#transform(token);
      default:
        return this.#missingBefore(token);
    }
  }

  /** An operator that needs a value on its left, or a closing bracket: it stays where it is. */
  #missingBefore(token: Token): SyntaxNode {
    this.putBack(token);
    this.reportAtCurrent({ code: 'S0211' });
    return this.missing();
  }

  #afterStray(token: Token): SyntaxNode {
    return this.#startsExpression() ? broken([token, this.#expression(70)]) : broken([token]);
  }

  #infix(left: SyntaxNode, operator: Token): SyntaxNode {
    switch (operator.value) {
      case '.':
        return this.#binary('path', left, operator, 75);
      case '(':
        return this.#call(left, operator);
      case '[':
        return this.#filter(left, operator);
      case '{': {
        const { items, separators, close } = this.#list('}', ',', () => this.#pair(), true);
        const { start } = left;
        return { kind: 'group', start, end: close.end, target: left, open: operator, items, separators, close };
      }
      case '^':
        return this.#sort(left, operator);
      case '?':
        return this.#condition(left, operator);
      case '??':
        return this.#binary('coalesce', left, operator, 0);
      case '?:':
        return this.#binary('elvis', left, operator, 0);
      case ':=':
        return this.#bind(left, operator);
      case '@':
        return this.#boundTo('focus', left, operator);
      case '#':
        return this.#boundTo('index', left, operator);
      default:
        return this.#binary('binary', left, operator, bindingPower(operator));
    }
  }

  #binary(
    kind: 'path' | 'binary' | 'coalesce' | 'elvis' | 'bind',
    left: SyntaxNode,
    operator: Token,
    minimum: number,
  ): SyntaxNode {
    const right = this.#expression(minimum);
    return { kind, start: left.start, end: right.end, left, operator, right };
  }

  #bind(left: SyntaxNode, operator: Token): SyntaxNode {
    if (unkept(left).kind !== 'variable') this.#reportNode(left, { code: 'S0212' });
    return this.#binary('bind', left, operator, 9);
  }

  #boundTo(kind: 'focus' | 'index', left: SyntaxNode, operator: Token): SyntaxNode {
    const right = this.#expression(80);
    if (right.kind !== 'variable') this.#reportNode(right, { code: 'S0214', token: operator.value });
    return { kind, start: left.start, end: right.end, left, operator, right };
  }

  #reportNode(node: SyntaxNode, problem: Partial<ProblemDetails> & { code: string }): void {
    const head = headOf(node);
    const { start, end } = node;
    const position = head.kind === 'missing' ? this.text.length : head.end;
    if (node.kind === 'missing' && this.knownAtCurrent) return;
    this.report({ start, end, position, token: head.value, ...problem });
  }

  #condition(test: SyntaxNode, question: Token): SyntaxNode {
    const whenTrue = this.#expression(0);
    const { start } = test;
    if (!this.at(':')) return { kind: 'condition', start, end: whenTrue.end, test, question, whenTrue };
    const colon = this.take(false);
    const whenFalse = this.#expression(0);
    return { kind: 'condition', start, end: whenFalse.end, test, question, whenTrue, colon, whenFalse };
  }

  #filter(target: SyntaxNode, open: Token): SyntaxNode {
    const { start } = target;
    if (this.at(']')) {
      const close = this.take(false);
      return { kind: 'keep', start, end: close.end, target, open, close };
    }
    const { node: predicate, close } = this.#enclosed(']', true);
    return { kind: 'filter', start, end: close.end, target, open, predicate, close };
  }

  #sort(target: SyntaxNode, operator: Token): SyntaxNode {
    const open = this.require('(');
    const term = (): TermSyntax => {
      const direction = this.at('<') || this.at('>') ? this.take(false) : undefined;
      const expression = this.#expression(0);
      const { start, end } = expression;
      if (direction === undefined) return { kind: 'term', start, end, expression };
      return { kind: 'term', start: direction.start, end, direction, expression };
    };
    const { items, separators, close } = this.#list(')', ',', term, false, true);
    return { kind: 'sort', start: target.start, end: close.end, target, operator, open, items, separators, close };
  }

  #call(callee: SyntaxNode, open: Token): SyntaxNode {
    const argument = () => {
      if (!this.at('?')) return this.#expression(0);
      const placeholder = this.take(false);
      placeholder.kind = 'placeholder';
      return placeholder;
    };
    const { items, separators, close } = this.#list(')', ',', argument, true);
    const name = unkept(callee);
    if (name.kind === 'name' && (name.value === 'function' || name.value === 'λ')) {
      return this.#lambda(callee, { open, items, separators, close });
    }
    return { kind: 'call', start: callee.start, end: close.end, callee, open, items, separators, close };
  }

  #lambda(
    keyword: SyntaxNode,
    parameters: { open: Token; items: SyntaxNode[]; separators: Token[]; close: Token },
  ): SyntaxNode {
    const wrong = parameters.items.findIndex(item => unkept(item).kind !== 'variable');
    const parameter = parameters.items[wrong];
    if (parameter !== undefined) this.#reportNode(parameter, { code: 'S0208', value: wrong + 1 });
    const signature = this.at('<') ? this.#signature() : [];
    const bodyOpen = this.require('{');
    const { node: body, close: bodyClose } = this.#enclosed('}', false);
    const { start } = keyword;
    return { kind: 'lambda', start, end: bodyClose.end, keyword, ...parameters, signature, bodyOpen, body, bodyClose };
  }

  #signature(): Token[] {
    const open = this.take(false);
    const tokens = [open];
    for (let depth = 1; ; tokens.push(this.take(false))) {
      if (this.at('>')) depth--;
      else if (this.at('<')) depth++;
      if (depth === 0 || this.at('{') || this.at('(end)')) break;
    }
    tokens.push(this.require('>'));
    const problem = checkSignature(tokens);
    if (problem !== undefined) {
      const { code, offset, value } = problem;
      this.report({ code, start: open.start, end: this.taken, position: open.end + offset, value });
    }
    return tokens;
  }

  #transform(open: Token): SyntaxNode {
    const pattern = this.#expression(0);
    const bar = this.require('|');
    const update = this.#expression(0);
    const { start } = open;
    if (!this.at(',')) {
      const close = this.require('|');
      return { kind: 'transform', start, end: close.end, open, pattern, bar, update, close };
    }
    const comma = this.take(false);
    const deletion = this.#expression(0);
    const close = this.require('|');
    return { kind: 'transform', start, end: close.end, open, pattern, bar, update, comma, deletion, close };
  }

  #item(): SyntaxNode {
    const first = this.#expression(0);
    if (!this.at('..')) return first;
    const operator = this.take(false);
    return this.#binary('binary', first, operator, 0);
  }

  #pair(): PairSyntax {
    const key = this.#expression(0);
    const colon = this.require(':');
    const skipsValue = colon.kind === 'missing' && !this.#startsExpression();
    const value = skipsValue ? this.missing() : this.#expression(0);
    return { kind: 'pair', start: key.start, end: value.end, key, colon, value };
  }

  /** An expression and the bracket after it. */
  #enclosed(closer: string, afterValue: boolean): { node: SyntaxNode; close: Token } {
    this.#await(closer, 1);
    let node = this.#expression(0);
    if (!this.at(closer)) {
      this.reportExpected(closer);
      const parts = this.#skipTo(closer, '');
      if (parts.length > 0) node = broken([node, ...parts]);
    }
    this.#await(closer, -1);
    return { node, close: this.at(closer) ? this.take(afterValue) : this.missing() };
  }

  #await(value: string, change: number): void {
    this.#awaited.set(value, (this.#awaited.get(value) ?? 0) + change);
  }

  /** Skips what fits nowhere, up to the closer or the separator, or to what a construct around waits for. */
  #skipTo(closer: string, separator: string): SyntaxPart[] {
    const parts: SyntaxPart[] = [];
    while (!this.at(closer) && !this.at(separator) && !this.at('(end)')) {
      if (this.current.kind === 'operator' && (this.#awaited.get(this.current.value) ?? 0) > 0) break;
      if (separator !== '' && this.#startsExpression()) break;
      parts.push(this.#startsExpression() ? this.#expression(0) : this.take(false));
    }
    return parts;
  }

  /** The items up to the closing bracket, and the bracket. */
  #list<Item extends SyntaxPart>(
    closer: string,
    separator: string,
    readItem: () => Item,
    afterValue: boolean,
    needsItem = false,
  ): { items: Item[]; separators: Token[]; close: Token } {
    const items: Item[] = [];
    const separators: Token[] = [];
    if (!needsItem && this.at(closer)) return { items, separators, close: this.take(afterValue) };
    this.#await(closer, 1);
    for (;;) {
      this.#await(separator, 1);
      items.push(readItem());
      this.#await(separator, -1);
      if (!this.at(closer) && !this.at(separator)) {
        this.reportExpected(closer);
        const skipped = this.#skipTo(closer, separator);
        if (skipped.length > 0) items.push(withSkipped(items.pop() as Item, skipped));
      }
      if (this.at(separator)) separators.push(this.take(false));
      else if (!this.at(closer) && this.#startsExpression()) separators.push(this.missing());
      else break;
      if (separator === ';' && this.at(closer)) break;
    }
    this.#await(closer, -1);
    return { items, separators, close: this.at(closer) ? this.take(afterValue) : this.missing() };
  }
}

function withSkipped<Item extends SyntaxPart>(item: Item, skipped: SyntaxPart[]): Item {
  const end = skipped.at(-1)?.end ?? item.end;
  if (item.kind === 'pair') return { ...item, end, value: broken([item.value, ...skipped]) };
  if (item.kind === 'term') return { ...item, end, expression: broken([item.expression, ...skipped]) };
  return broken([item, ...skipped]) as SyntaxPart as Item;
}

function broken(parts: SyntaxPart[]): SyntaxNode {
  return { kind: 'broken', start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0, parts };
}

const prefixOperators: ReadonlySet<unknown> = new Set(['and', 'or', 'in', '-', '*', '**', '%', '(', '[', '{', '|']);

const bindingPowers: ReadonlyMap<unknown, number> = new Map(
  Object.entries({
    '[': 80,
    '(': 80,
    '@': 80,
    '#': 80,
    '.': 75,
    '{': 70,
    '*': 60,
    '/': 60,
    '%': 60,
    '+': 50,
    '-': 50,
    '&': 50,
    '=': 40,
    '!=': 40,
    '<': 40,
    '<=': 40,
    '>': 40,
    '>=': 40,
    in: 40,
    '^': 40,
    '~>': 40,
    '?:': 40,
    '??': 40,
    and: 30,
    or: 25,
    '?': 20,
    ':=': 10,
  }),
);

function bindingPower(token: Token): number {
  return token.kind === 'operator' ? (bindingPowers.get(token.value) ?? 0) : 0;
}
