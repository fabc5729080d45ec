/**
 * The concrete syntax tree: every character of the text belongs to exactly one token, and every token to exactly one
 * place in the tree. Offsets count UTF-16 code units from the start of the text; `end` is exclusive.
 */

import type { SyntaxRange } from '../ast.ts';

export type TokenKind =
  | 'name'
  | 'variable'
  | 'string'
  | 'number'
  /** `true`, `false`, `null`. */
  | 'constant'
  | 'regex'
  | 'operator'
  | 'wildcard'
  | 'descendant'
  | 'parent'
  /** The `?` of a partial application. */
  | 'placeholder'
  /** A character that means nothing here: `!` or `~`. */
  | 'stray'
  /** Nothing is written where something has to be: a token of no length. */
  | 'missing'
  | 'end';

export interface Token extends SyntaxRange {
  kind: TokenKind;
  /** What it stands for: a name without quotes, a text without escapes, the operator itself. */
  readonly value: string | number | boolean | null | RegExp;
  /** Where the spacing and the comments before the token start: the end of the token before. */
  readonly from: number;
}

interface Infix<Kind extends string> extends SyntaxRange {
  readonly kind: Kind;
  readonly left: SyntaxNode;
  readonly operator: Token;
  readonly right: SyntaxNode;
}

/** Items and what separates them, in turn: there are as many separators as items, or one less. */
interface Listed<Item> extends SyntaxRange {
  readonly open: Token;
  readonly items: readonly Item[];
  readonly separators: readonly Token[];
  readonly close: Token;
}

/** `a.b` */
export type PathSyntax = Infix<'path'>;
/** `+ - * / % = != < <= > >= & and or in .. ~>` */
export type BinarySyntax = Infix<'binary'>;
/** `a ?? b` */
export type CoalesceSyntax = Infix<'coalesce'>;
/** `a ?: b` */
export type ElvisSyntax = Infix<'elvis'>;
/** `$a := b` */
export type BindSyntax = Infix<'bind'>;
/** `a@$b` */
export type FocusSyntax = Infix<'focus'>;
/** `a#$b` */
export type IndexSyntax = Infix<'index'>;

export interface NegateSyntax extends SyntaxRange {
  readonly kind: 'negate';
  readonly operator: Token;
  readonly operand: SyntaxNode;
}

/** `test ? whenTrue : whenFalse` */
export interface ConditionSyntax extends SyntaxRange {
  readonly kind: 'condition';
  readonly test: SyntaxNode;
  readonly question: Token;
  readonly whenTrue: SyntaxNode;
  readonly colon?: Token;
  readonly whenFalse?: SyntaxNode;
}

/** `(a; b)` */
export interface BlockSyntax extends Listed<SyntaxNode> {
  readonly kind: 'block';
}

/** `[a, b]` */
export interface ArraySyntax extends Listed<SyntaxNode> {
  readonly kind: 'array';
}

/** `{a: b}` */
export interface ObjectSyntax extends Listed<PairSyntax> {
  readonly kind: 'object';
}

/** `target{a: b}` */
export type ListedPairs = Listed<PairSyntax>;

export interface GroupSyntax extends Listed<PairSyntax> {
  readonly kind: 'group';
  readonly target: SyntaxNode;
}

export interface PairSyntax extends SyntaxRange {
  readonly kind: 'pair';
  readonly key: SyntaxNode;
  readonly colon: Token;
  readonly value: SyntaxNode;
}

/** `target[predicate]` */
export interface FilterSyntax extends SyntaxRange {
  readonly kind: 'filter';
  readonly target: SyntaxNode;
  readonly open: Token;
  readonly predicate: SyntaxNode;
  readonly close: Token;
}

/** `target[]` */
export interface KeepSyntax extends SyntaxRange {
  readonly kind: 'keep';
  readonly target: SyntaxNode;
  readonly open: Token;
  readonly close: Token;
}

/** `target^(>a, b)` */
export interface SortSyntax extends Listed<TermSyntax> {
  readonly kind: 'sort';
  readonly target: SyntaxNode;
  readonly operator: Token;
}

export interface TermSyntax extends SyntaxRange {
  readonly kind: 'term';
  /** `<` or `>` */
  readonly direction?: Token;
  readonly expression: SyntaxNode;
}

/** `callee(a, ?)` */
export interface CallSyntax extends Listed<SyntaxNode> {
  readonly kind: 'call';
  readonly callee: SyntaxNode;
}

/** `function($a)<n:n>{ body }` */
export interface LambdaSyntax extends Listed<SyntaxNode> {
  readonly kind: 'lambda';
  /** `function` or `λ`; jsonata lets `[]` follow it. */
  readonly keyword: SyntaxNode;
  /** The tokens from `<` to `>`; none when there is no signature. */
  readonly signature: readonly Token[];
  readonly bodyOpen: Token;
  readonly body: SyntaxNode;
  readonly bodyClose: Token;
}

/** `|pattern|update, deletion|` */
export interface TransformSyntax extends SyntaxRange {
  readonly kind: 'transform';
  readonly open: Token;
  readonly pattern: SyntaxNode;
  readonly bar: Token;
  readonly update: SyntaxNode;
  readonly comma?: Token;
  readonly deletion?: SyntaxNode;
  readonly close: Token;
}

/** What could not be made sense of, in the order of the text. */
export interface BrokenSyntax extends SyntaxRange {
  readonly kind: 'broken';
  readonly parts: readonly SyntaxPart[];
}

/** An expression, whole or in part. A leaf is a token. */
export type SyntaxNode =
  | Token
  | PathSyntax
  | BinarySyntax
  | CoalesceSyntax
  | ElvisSyntax
  | BindSyntax
  | FocusSyntax
  | IndexSyntax
  | NegateSyntax
  | ConditionSyntax
  | BlockSyntax
  | ArraySyntax
  | ObjectSyntax
  | GroupSyntax
  | FilterSyntax
  | KeepSyntax
  | SortSyntax
  | CallSyntax
  | LambdaSyntax
  | TransformSyntax
  | BrokenSyntax;

export type SyntaxPart = SyntaxNode | PairSyntax | TermSyntax;

export interface SyntaxTree {
  readonly text: string;
  readonly root: SyntaxNode;
  /** A token of no length after which nothing comes; the spacing and the comments at the end belong to it. */
  readonly end: Token;
}

/** What a part consists of, in the order of the text. None for a token. */
export function partsOf(part: SyntaxPart): readonly SyntaxPart[] {
  switch (part.kind) {
    case 'path':
    case 'binary':
    case 'coalesce':
    case 'elvis':
    case 'bind':
    case 'focus':
    case 'index':
      return [part.left, part.operator, part.right];
    case 'negate':
      return [part.operator, part.operand];
    case 'condition':
      return [part.test, part.question, part.whenTrue, ...written(part.colon), ...written(part.whenFalse)];
    case 'block':
    case 'array':
    case 'object':
      return listed(part);
    case 'group':
      return [part.target, ...listed(part)];
    case 'pair':
      return [part.key, part.colon, part.value];
    case 'filter':
      return [part.target, part.open, part.predicate, part.close];
    case 'keep':
      return [part.target, part.open, part.close];
    case 'sort':
      return [part.target, part.operator, ...listed(part)];
    case 'term':
      return [...written(part.direction), part.expression];
    case 'call':
      return [part.callee, ...listed(part)];
    case 'lambda':
      return [part.keyword, ...listed(part), ...part.signature, part.bodyOpen, part.body, part.bodyClose];
    case 'transform': {
      const { open, pattern, bar, update, comma, deletion, close } = part;
      return [open, pattern, bar, update, ...written(comma), ...written(deletion), close];
    }
    case 'broken':
      return part.parts;
    default:
      return [];
  }
}

function written<Part>(part: Part | undefined): Part[] {
  return part === undefined ? [] : [part];
}

function listed({ open, items, separators, close }: Listed<SyntaxPart>): SyntaxPart[] {
  const parts: SyntaxPart[] = [open];
  for (const [index, item] of items.entries()) {
    parts.push(item);
    const separator = separators[index];
    if (separator !== undefined) parts.push(separator);
  }
  parts.push(close);
  return parts;
}

/** All tokens in the order of the text, the last being the tree's `end`. However deep the tree, no stack is used up. */
export function* tokensOf(tree: SyntaxTree): Generator<Token> {
  const pending: SyntaxPart[] = [tree.root];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (isToken(part)) yield part;
    else for (const inner of partsOf(part).toReversed()) pending.push(inner);
  }
  yield tree.end;
}

export function isToken(part: SyntaxPart): part is Token {
  return 'from' in part;
}
