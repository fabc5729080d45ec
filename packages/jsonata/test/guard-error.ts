/**
 * What a guard throws inside an evaluation. JSONata adds the place to whatever a function threw, as it does to its own
 * errors, and `explainFailure` makes an `ExpressionError` of it.
 */
export class GuardError extends Error {
  readonly code: string;
  /** The limit, where there is one. */
  readonly limit: number | undefined;
  position?: number;
  token?: string;

  constructor(code: string, limit?: number) {
    super(code);
    this.code = code;
    this.limit = limit;
  }
}
