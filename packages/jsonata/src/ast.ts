/** Under this symbol a node keeps the range of the text that it was read from. */
export const origin = Symbol('origin');

export interface SyntaxRange {
  readonly start: number;
  readonly end: number;
}

export type NodeType =
  | 'path'
  | 'binary'
  | 'unary'
  | 'name'
  | 'string'
  | 'number'
  | 'value'
  | 'wildcard'
  | 'descendant'
  | 'parent'
  | 'condition'
  | 'block'
  | 'bind'
  | 'regex'
  | 'function'
  | 'variable'
  | 'lambda'
  | 'partial'
  | 'apply'
  | 'transform'
  | 'sort'
  | 'operator'
  /** Stands for a part that cannot be read; only in the tree of a text that has problems. */
  | 'error';

export type Pair = [key: AstNode, value: AstNode];

interface Group {
  lhs: Pair[];
  position: number;
}

export interface Stage {
  type: 'filter' | 'index';
  /** Of a filter. */
  expr?: AstNode;
  /** Of an index: the name of the variable. */
  value?: string;
  position?: number;
  [origin]?: SyntaxRange;
}

interface SortTerm {
  descending: boolean;
  expression: AstNode;
}

/** Where `%` finds its value: a variable that the step with this label binds. */
export interface AncestorSlot {
  label: string;
  level: number;
  index: number;
}

/**
 * A node of the tree that jsonata's parser makes, field by field. Positions lie at the end of a token.
 * It can be changed: the parser's passes add to nodes on their way up.
 */
export interface AstNode {
  type: NodeType;
  value?: unknown;
  position?: number;
  /** `a[]`, or a part of it does so. */
  keepArray?: boolean;
  predicate?: Stage[];
  group?: Group;

  /** Of a path. */
  steps?: AstNode[];
  keepSingletonArray?: boolean;
  /** The path gives a stream of tuples, or the step begins one. */
  tuple?: boolean;

  /** Of a step. */
  stages?: Stage[];
  focus?: string;
  index?: string;
  ancestor?: AncestorSlot;
  /** An array constructor, or a block with one, at the start or end of a path. */
  consarray?: boolean;

  /** Of operators; of `{` pairs. */
  lhs?: AstNode | Pair[];
  rhs?: AstNode;
  expression?: AstNode;
  expressions?: AstNode[];

  condition?: AstNode;
  then?: AstNode;
  else?: AstNode;

  /** Of calls, partial applications and lambdas. */
  procedure?: AstNode;
  arguments?: AstNode[];
  body?: AstNode;
  signature?: { definition: string };
  /** A lambda that stands for the call in its body, which is the last thing that a function does. */
  thunk?: boolean;

  terms?: SortTerm[];
  slot?: AncestorSlot;
  /** The `%` in this node that point to before it. */
  seekingParent?: AncestorSlot[];
  pattern?: AstNode;
  update?: AstNode;
  delete?: AstNode;

  [origin]?: SyntaxRange;
}
