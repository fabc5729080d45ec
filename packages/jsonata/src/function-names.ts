import { builtIns } from './functions/library.ts';

/** The functions of the language that may be called, by name without `$`: `$eval` may not. */
export const functionNames: readonly string[] = [...builtIns.keys()].filter(name => name !== 'eval').toSorted();
