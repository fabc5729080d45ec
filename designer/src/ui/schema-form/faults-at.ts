import { type Fault, fieldLabel, jsonPointer } from '@lineshaft/flow';

export type Path = readonly (string | number)[];

/** What is wrong with the value at a path itself, as sentences to stand below its field. */
export function faultsAt(faults: readonly Fault[], path: Path): string[] {
  const pointer = jsonPointer(path);
  return faults.filter(fault => fault.path === pointer).map(sentenceOf);
}

/** What is wrong with the value at a path and in it. */
export function faultsWithin(faults: readonly Fault[], path: Path): string[] {
  const pointer = jsonPointer(path);
  return faults.filter(fault => fault.path === pointer || fault.path.startsWith(`${pointer}/`)).map(sentenceOf);
}

/** `"url" is missing.` → `Is missing.`: the field stands above it. */
function sentenceOf({ keys, message }: Fault): string {
  const subject = fieldLabel(keys);
  const rest = message.startsWith(subject) ? message.slice(subject.length).replace(/^:/, '').trimStart() : message;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
