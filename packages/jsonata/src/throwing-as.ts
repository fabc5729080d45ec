import { ExpressionError } from './expression-error.ts';

/**
 * Compiles an expression or template whose errors are the caller's own: what `asError` makes of an ExpressionError is
 * thrown in its place, now and from `evaluate`.
 * @example
 * const mapping = throwingAs(error => new MappingFailed(error), () => compile(text));
 */
export function throwingAs<Rest, Parameters extends unknown[], Result>(
  asError: (error: ExpressionError) => Error,
  compileIt: () => Rest & { evaluate(...parameters: Parameters): Result },
): Rest & { evaluate(...parameters: Parameters): Result } {
  const own = <Value>(attempt: () => Value): Value => {
    try {
      return attempt();
    } catch (thrown) {
      throw thrown instanceof ExpressionError ? asError(thrown) : thrown;
    }
  };
  const compiled = own(compileIt);
  return { ...compiled, evaluate: (...parameters) => own(() => compiled.evaluate(...parameters)) };
}
