/**
 * The code that an expression is compiled to: a small part of JavaScript, as data. `print.ts` writes it as source for
 * `new Function`; `interpret.ts` makes closures of it where a page's policy forbids that. Both run the same code.
 */
export type Code = { readonly type?: ValueType | undefined } & CodeForm;

type CodeForm =
  | { kind: 'literal'; value: Literal }
  /** Something that has no text: a regular expression, a list of names, a helper's table. */
  | { kind: 'constant'; index: number }
  | { kind: 'local'; local: Local }
  | { kind: 'assign'; local: Local; value: Code }
  | { kind: 'helper'; name: string; args: Code[] }
  | { kind: 'invoke'; callee: Code; args: Code[] }
  | { kind: 'property'; of: Code; name: string }
  | { kind: 'item'; of: Code; index: Code }
  | { kind: 'binary'; operator: Operator; left: Code; right: Code }
  | { kind: 'not'; of: Code }
  | { kind: 'typeof'; of: Code }
  | { kind: 'conditional'; test: Code; value: Code; otherwise: Code }
  | { kind: 'list'; items: Code[] }
  /** `spread`: an object whose members come first. */
  | { kind: 'object'; spread?: Code; entries: [name: string, value: Code][] }
  | { kind: 'function'; params: Local[]; body: Statement[] };

export type Statement =
  | { kind: 'let'; local: Local; value: Code }
  | { kind: 'do'; code: Code }
  | { kind: 'if'; test: Code; body: Statement[]; otherwise: Statement[] }
  /** From 0 to below `count`, with a tick for each turn. */
  | { kind: 'count'; index: Local; count: Code; body: Statement[]; evaluation: Local }
  | { kind: 'try'; body: Statement[]; fault: Local; handler: Code }
  | { kind: 'return'; value: Code };

export type Literal = string | number | boolean | null | undefined;
export type Operator = '===' | '!==' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '&&' | '||';

/** What a value is when it is not missing; with `defined` it never is. */
export interface ValueType {
  is?: 'number' | 'string' | 'boolean' | 'list' | 'object' | 'function';
  defined?: boolean;
  /** Shares nothing with the input and carries no marks: it may go out as it is. */
  own?: boolean;
  /** The same of its items, if it is a list; it may carry marks itself. */
  hasOwnItems?: boolean;
  /** A function of which that is true for all results. */
  givesOwn?: boolean;
  /** No sequence of less than two items, but for those that are kept. */
  settled?: boolean;
  /** A local that says whether it is an object and no list. */
  isPlain?: Local;
}

export interface Local {
  id: number;
  /** Never assigned after its `let`: it may be read later than it was asked for. */
  fixed: boolean;
}

export const literal = (value: Literal): Code => ({
  kind: 'literal',
  value,
  type: value === undefined || value === null ? undefined : { is: typeof value as 'string', defined: true, own: true },
});

export const nothing = literal(undefined);

export const read = (local: Local, type?: ValueType): Code => ({ kind: 'local', local, type });

export const helper = (name: string, args: Code[], type?: ValueType): Code => ({ kind: 'helper', name, args, type });

export const binary = (operator: Operator, left: Code, right: Code, type?: ValueType): Code => ({
  kind: 'binary',
  operator,
  left,
  right,
  type: type ?? (operator === '&&' || operator === '||' ? undefined : { is: 'boolean', defined: true, own: true }),
});

export const not = (of: Code): Code => ({ kind: 'not', of, type: { is: 'boolean', defined: true, own: true } });

export const conditional = (test: Code, value: Code, otherwise: Code, type?: ValueType): Code => ({
  kind: 'conditional',
  test,
  value,
  otherwise,
  type,
});

export const func = (params: Local[], body: Statement[]): Code => ({ kind: 'function', params, body });

export const isMissing = (code: Code): Code => binary('===', code, nothing);

export const isThere = (code: Code): Code => binary('!==', code, nothing);

export const withType = (code: Code, type: ValueType | undefined): Code => ({ ...code, type });

/** May be read again, and later, at no cost and with the same outcome. */
export function isSimple(code: Code): boolean {
  return code.kind === 'literal' || code.kind === 'constant' || (code.kind === 'local' && code.local.fixed);
}
