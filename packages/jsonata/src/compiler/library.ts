import { type BuiltInValue, builtInValue } from '../evaluation/calls.ts';
import { builtIns } from '../functions/library.ts';
import { regexMatcher } from '../functions/regex-matcher.ts';
import { type Signature, parseSignature } from '../functions/signature.ts';
import type { Library } from './emitter.ts';

const signatures = new Map([...builtIns.values()].map(({ name, signature }) => [name, parseSignature(signature)]));

const values = new Map<string, BuiltInValue>(
  [...builtIns.values()].map(definition => [
    definition.name,
    builtInValue(definition, signatures.get(definition.name) as Signature),
  ]),
);

/** The functions of the language, but for those whose names a binding has taken. */
export function libraryWithout(taken: ReadonlySet<string>): Library {
  return {
    builtIn: name => (taken.has(name) ? undefined : values.get(name)),
    exactKinds: (name, count) => signatures.get(name)?.exactKinds(count),
    signature: parseSignature,
    regex: regexMatcher,
  };
}
