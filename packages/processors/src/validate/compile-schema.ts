import { TerminalError } from '@lineshaft/flow';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { engineFor } from './schema-engine.ts';

/** Where a document does not fit, without its values. */
export interface SchemaFault {
  /** JSON pointer into the document; empty for the whole. */
  path: string;
  /** The keyword of the schema. */
  keyword: string;
  /** What the schema asks for, such as `must be number`. */
  message: string;
}

/** The faults of a document; none when it fits. `size` is that of the document, in bytes. */
export type CheckDocument = (document: unknown, size: number) => SchemaFault[];

/** More help nobody. */
const maxFaults = 20;

/** A larger document is left at its first fault: it may have one for every few bytes. */
const maxSizeForAll = 128 * 1024;

/** By the text of the schema. The same one stands in every version of a flow, and in flows that were copied. */
const compiled = new Map<string, CheckDocument>();
const maxCompiled = 200;

/** @throws TerminalError `config-invalid` when it is no JSON Schema 2020-12, or uses what is not known here */
export function compileSchema(schema: object): CheckDocument {
  const text = JSON.stringify(schema);
  const check = compiled.get(text) ?? checkFor(schema);
  // What was used last stands last.
  compiled.delete(text);
  compiled.set(text, check);
  const [oldest] = compiled.keys();
  if (compiled.size > maxCompiled && oldest !== undefined) compiled.delete(oldest);
  return check;
}

function checkFor(schema: object): CheckDocument {
  const first = validator(schema, false);
  let all: ValidateFunction | undefined;
  return (document, size) => {
    if (first(document)) return [];
    if (size > maxSizeForAll) return faultsOf(first.errors);
    all ??= validator(schema, true);
    all(document);
    return faultsOf(all.errors);
  };
}

function validator(schema: object, allErrors: boolean): ValidateFunction {
  try {
    return engineFor(schema, allErrors).compile(schema);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : 'unknown reason';
    throw new TerminalError('config-invalid', `The JSON Schema cannot be used: ${reason}.`, { cause });
  }
}

function faultsOf(errors: readonly ErrorObject[] | null | undefined): SchemaFault[] {
  return (errors ?? []).slice(0, maxFaults).map(({ instancePath: path, keyword, message = 'does not fit' }) => ({
    path,
    keyword,
    message,
  }));
}
