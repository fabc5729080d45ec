import { type AstNode, type SyntaxRange, origin } from '../ast.ts';

export type Severity = 'error' | 'warning' | 'info';

export type FindingKind =
  | 'unknown-path'
  | 'unknown-variable'
  | 'arithmetic'
  | 'comparison'
  | 'argument'
  | 'several-into-one'
  | 'sequence-into-list'
  | 'wrong-kind'
  | 'required-missing'
  | 'unknown-target';

/** A change of the text: what is in the range becomes `text`. */
export interface TextEdit extends SyntaxRange {
  readonly text: string;
}

export interface QuickFix {
  /** Such as `Wrap in [ ]`. */
  readonly title: string;
  /** In the order of the text; they do not overlap. */
  readonly edits: readonly TextEdit[];
}

/** What is likely to go wrong when the expression runs. */
export interface Finding extends SyntaxRange {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** With its full stop. */
  readonly sentence: string;
  readonly fix?: QuickFix;
}

/** Collects findings; the same one at the same place counts once. */
export class Findings {
  readonly #text: string;
  readonly #found = new Map<string, Finding>();

  constructor(text: string) {
    this.#text = text;
  }

  /** In the order of the text. */
  get list(): Finding[] {
    return [...this.#found.values()].toSorted((one, other) => one.start - other.start || one.end - other.end);
  }

  add(node: AstNode, kind: FindingKind, severity: Severity, sentence: string, fix?: QuickFix): void {
    const { start, end } = node[origin] ?? { start: 0, end: this.#text.length };
    const key = `${start}-${end} ${kind}`;
    if (this.#found.has(key)) return;
    this.#found.set(key, { start, end, kind, severity, sentence, ...(fix && { fix }) });
  }

  written(node: AstNode): string {
    const { start, end } = node[origin] ?? { start: 0, end: 0 };
    return this.#text.slice(start, end);
  }

  /** A path as it is written up to one of its steps, filters included. */
  upTo(path: AstNode, step: AstNode): string {
    const start = path[origin]?.start ?? 0;
    const end = [step, ...(step.stages ?? [])].map(part => part[origin]?.end ?? 0);
    return this.#text.slice(start, Math.max(...end));
  }

  wrap(node: AstNode, title: string, before: string, after: string): QuickFix | undefined {
    const range = node[origin];
    if (range === undefined) return undefined;
    const { start, end } = range;
    return {
      title,
      edits: [
        { start, end: start, text: before },
        { start: end, end, text: after },
      ],
    };
  }

  replace(node: AstNode, title: string, text: string): QuickFix | undefined {
    const range = node[origin];
    return range && { title, edits: [{ start: range.start, end: range.end, text }] };
  }
}

/** The name that is nearest, when it is near enough to be meant. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const other of names) {
    const apart = distance(name.toLowerCase(), other.toLowerCase());
    if (apart < least) [best, least] = [other, apart];
  }
  return best;
}

function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const exchanged = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(exchanged, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

/** As a name is written in an expression. */
export function quotedName(name: string): string {
  return /^[A-Za-z_][\w]*$/.test(name) && !['and', 'or', 'in', 'true', 'false', 'null'].includes(name)
    ? name
    : `\`${name}\``;
}
