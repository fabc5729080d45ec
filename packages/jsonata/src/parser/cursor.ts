import { Lexer } from './lexer.ts';
import { type ProblemDetails, type SyntaxProblem, describeProblem } from './problem.ts';
import type { Token } from './syntax.ts';

/** Later ones are of no use to anybody. */
const mostProblems = 100;

/** The place in a text up to which it is read, one token ahead, and what is wrong with it so far. */
export class Cursor {
  readonly problems: SyntaxProblem[] = [];
  /** The token that is looked at and not taken yet. */
  current: Token;
  /** End of the last token that was taken. */
  taken = 0;
  protected readonly text: string;
  readonly #lexer: Lexer;
  #lastProblemAt = -1;

  constructor(text: string) {
    this.text = text;
    this.#lexer = new Lexer(text, problem => this.report(problem));
    this.current = this.#lexer.next(false);
  }

  report(problem: ProblemDetails): void {
    if (this.problems.length >= mostProblems) return;
    // A token that is read a second time, because it was put back, has its problem already.
    if (this.problems.some(({ code, start }) => code === problem.code && start === problem.start)) return;
    this.problems.push(describeProblem(problem));
  }

  /** Says nothing when the same place is wrong already. */
  reportAtCurrent(problem: Pick<ProblemDetails, 'code' | 'value'>): void {
    const { start, end, value } = this.current;
    if (this.knownAtCurrent) return;
    this.keepQuiet();
    this.report({ ...problem, start, end, position: end, token: value });
  }

  /** The place of the current token is wrong already. */
  get knownAtCurrent(): boolean {
    return this.#lastProblemAt === this.current.start;
  }

  /** No more problems for the current token. */
  keepQuiet(): void {
    this.#lastProblemAt = this.current.start;
  }

  /** Whether the current token is this operator, or `(end)`. */
  at(value: string): boolean {
    const { kind } = this.current;
    return (kind === 'operator' || kind === 'end') && this.current.value === value;
  }

  /** `afterValue`: a value is complete then, so a `/` divides it. At the end, a missing token. */
  take(afterValue: boolean): Token {
    const token = this.current;
    if (token.kind === 'end') return this.missing('(end)');
    this.taken = token.end;
    this.current = this.#lexer.next(afterValue);
    return token;
  }

  /** The token that was taken last. */
  putBack(token: Token): void {
    this.taken = token.from;
    this.#lexer.at = token.end;
    this.current = token;
  }

  /** `(end)`: the text ends where an expression should start, which jsonata says when it lowers. */
  missing(value: '' | '(end)' = ''): Token {
    const at = this.taken;
    return { kind: 'missing', value, from: at, start: at, end: at };
  }

  /** The token if it is there; else a missing one and a problem. */
  require(value: string): Token {
    if (this.at(value)) return this.take(false);
    this.reportExpected(value);
    return this.missing();
  }

  reportExpected(value: string): void {
    this.reportAtCurrent({ code: this.at('(end)') ? 'S0203' : 'S0202', value });
  }
}
