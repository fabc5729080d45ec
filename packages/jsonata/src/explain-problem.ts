import { ExpressionError } from './expression-error.ts';
import type { SyntaxProblem } from './parser/problem.ts';

/** The error with which a text is refused that cannot be read. */
export function explainProblem(text: string, problem: SyntaxProblem): ExpressionError {
  const { code, sentence, start, token } = problem;
  const named = token === undefined || token === '(end)' ? {} : { token: String(token as string | number) };
  return new ExpressionError({ code, kind: 'invalid', sentence, position: start, ...named }, text);
}
