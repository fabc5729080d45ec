import type { Occurrence } from './shape.ts';

/** Variables, and what a condition around has made sure of. */
export class Scope {
  readonly #outer: Scope | undefined;
  readonly #variables = new Map<string, Occurrence>();
  /** Texts of paths that are there, and the context they start from. */
  readonly #certain: ReadonlySet<string>;
  readonly #context: Occurrence | undefined;

  constructor(outer?: Scope, certain: ReadonlySet<string> = new Set(), context?: Occurrence) {
    this.#outer = outer;
    this.#certain = certain;
    this.#context = context;
  }

  get(name: string): Occurrence | undefined {
    return this.#variables.get(name) ?? this.#outer?.get(name);
  }

  set(name: string, value: Occurrence): void {
    this.#variables.set(name, value);
  }

  /** Of all variables that can be seen from here, without `$`. */
  names(): string[] {
    return [...this.#variables.keys(), ...(this.#outer?.names() ?? [])];
  }

  /** Whether a condition has made sure that the path, as written, has a value here. */
  isCertain(written: string, context: Occurrence): boolean {
    const applies = written.startsWith('$')
      ? !/^\$(?![\w$])/.test(written) || this.#context === context
      : this.#context === context;
    if (applies && this.#certain.has(written)) return true;
    return this.#outer?.isCertain(written, context) ?? false;
  }
}
