import { type Completion, type CompletionContext, type CompletionResult, snippet } from '@codemirror/autocomplete';

/** What can stand at the caret. */
export interface Suggestion {
  label: string;
  kind: 'property' | 'function' | 'variable';
  /** Short, beside the label. */
  detail?: string;
  /** A sentence, shown when it is the chosen one. */
  info?: string;
  /** What is written in place of the label; `${}` is where the caret goes. */
  insert?: string;
}

/** Suggestions for what stands from `from` to `to`; the first are the likeliest. */
export interface Suggestions {
  from: number;
  to: number;
  options: Suggestion[];
}

/** Undefined: nothing can be suggested. `isAsked`: with Ctrl+Space, not only by typing. */
export type Complete = (text: string, at: number, isAsked: boolean) => Suggestions | undefined;

export function completionSource(complete: Complete): (context: CompletionContext) => CompletionResult | null {
  return ({ state, pos, explicit }) => {
    const found = complete(state.doc.toString(), pos, explicit);
    if (!found) return null;
    const { from, to, options } = found;
    return {
      from,
      // What is to the right of the caret belongs to the same word.
      ...(to > pos ? { to } : {}),
      options: options.map((suggestion, index) => completionOf(suggestion, index)),
      // It narrows while this word grows.
      validFor: /^\$?[\w$]*$/,
    };
  };
}

function completionOf({ label, kind, detail, info, insert }: Suggestion, index: number): Completion {
  return {
    label,
    type: kind,
    boost: Math.max(-99, 50 - index),
    ...(detail === undefined ? {} : { detail }),
    ...(info === undefined ? {} : { info }),
    ...(insert === undefined ? {} : { apply: insert.includes('${}') ? snippet(insert) : insert }),
  };
}
