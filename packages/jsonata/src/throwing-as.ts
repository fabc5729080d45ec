import { ExpressionError } from './expression-error.ts';

/**
 * Compiles an expression or template whose errors are the caller's own: what `asError` makes of an ExpressionError is
 * thrown in its place, now and from `evaluate`.
 * @example
 * const mapping = throwingAs(error => new MappingFailed(error), () => compile(text));
 */
export function throwingAs<Rest, Parameters extends unknown[], Result>(
  asError: (error: ExpressionError) => Error,
  compileIt: () => Rest & { evaluate(...parameters: Parameters): Promise<Result> },
): Rest & { evaluate(...parameters: Parameters): Promise<Result> } {
  const throwOwn = (thrown: unknown): never => {
    throw thrown instanceof ExpressionError ? asError(thrown) : thrown;
  };
  try {
    const compiled = compileIt();
    return { ...compiled, evaluate: (...parameters) => compiled.evaluate(...parameters).catch(throwOwn) };
  } catch (thrown) {
    return throwOwn(thrown);
  }
}
