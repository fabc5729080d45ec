import type { SyntaxRange } from '../ast.ts';

/** Why a text is no expression. */
export interface SyntaxProblem extends SyntaxRange {
  /** JSONata's own code. `L1003` for a regular expression or a signature that JavaScript cannot make a pattern of. */
  readonly code: string;
  /** A sentence with its full stop. */
  readonly sentence: string;
  /** Where JSONata says that the problem is: mostly the end of a token. It says nothing for some paths with `%`. */
  readonly position: number | undefined;
  /** What JSONata names as the token: its value, `(end)` for the end of the text. */
  readonly token?: unknown;
  /** What was expected, or what is wrong. */
  readonly value?: unknown;
}

export type ProblemDetails = Omit<SyntaxProblem, 'sentence'>;

export function describeProblem(details: ProblemDetails): SyntaxProblem {
  return { ...details, sentence: sentenceOf(details) };
}

function sentenceOf({ code, token, value }: ProblemDetails): string {
  switch (code) {
    case 'S0101':
      return 'This text has no closing quote.';
    case 'S0102':
      return `The number ${String(token)} is too large.`;
    case 'S0103':
      return `There is no escape sequence \\${String(token)}. A backslash itself is written \\\\.`;
    case 'S0104':
      return '\\u needs four hexadecimal digits, such as \\u00e4.';
    case 'S0105':
      return 'This name has no closing backtick.';
    case 'S0106':
      return 'This comment has no */ at its end.';
    case 'S0201':
      return `The expression is complete before ${written(token)}. Is an operator or a separator missing?`;
    case 'S0202':
      return `Here must be ${written(value)}, not ${written(token)}.`;
    case 'S0203':
      return `Here must be ${written(value)}, but the expression ends.`;
    case 'S0204':
      return `${written(token)} is no operator.`;
    case 'S0207':
      return 'The expression ends too early: a value is missing.';
    case 'S0208':
      return `Parameter ${String(value)} of the function must be a variable, such as $value.`;
    case 'S0209':
      return 'A filter cannot follow a grouping { }.';
    case 'S0210':
      return 'A step can have only one grouping { }.';
    case 'S0211':
      return `There is no value before ${written(token)}.`;
    case 'S0212':
      return 'What is left of := must be a variable, such as $total.';
    case 'S0213':
      return `${JSON.stringify(value)} cannot be a step of a path.`;
    case 'S0214':
      return `What is right of ${written(token)} must be a variable, such as $line.`;
    case 'S0215':
      return '@ must come before the filters of a step.';
    case 'S0216':
      return '@ must come before the sorting of a step.';
    case 'S0217':
      return '% has no parent here.';
    case 'S0301':
      return 'A regular expression cannot be empty.';
    case 'S0302':
      return 'This regular expression has no closing /.';
    case 'S0401':
      return 'In a signature, only a (list) and f (function) can have a type in < >.';
    case 'S0402':
      return 'In a signature, a choice in ( ) cannot contain types in < >.';
    case 'D1011':
      return 'The expression is nested too deeply to be read.';
    default:
      return typeof value === 'string' ? value : 'This cannot be read.';
  }
}

function written(token: unknown): string {
  return token === '(end)' ? 'the end' : String(token);
}
