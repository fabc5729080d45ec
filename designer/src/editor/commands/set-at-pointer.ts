/**
 * The value with what lies at a JSON pointer set, or removed when `value` is `undefined`. Objects and lists on the way are
 * copied, missing ones are made: a list where the next segment is a number or `-`, else an object.
 */
export function setAtPointer(target: unknown, pointer: string, value: unknown): unknown {
  return setAt(target, segmentsOf(pointer), value);
}

/** `/nodes/2/config/a~1b` → `['nodes', '2', 'config', 'a/b']`. */
function segmentsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function setAt(target: unknown, [segment, ...rest]: string[], value: unknown): unknown {
  if (segment === undefined) return value;
  if (Array.isArray(target) || (!isObject(target) && /^(\d+|-)$/.test(segment)))
    return setInList(Array.isArray(target) ? target : [], segment, rest, value);
  const fields = isObject(target) ? target : {};
  if (rest.length === 0 && value === undefined)
    return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== segment));
  // By `fromEntries`, which takes `__proto__` as a plain key.
  const next = setAt(Object.hasOwn(fields, segment) ? fields[segment] : undefined, rest, value);
  return Object.fromEntries(new Map(Object.entries(fields)).set(segment, next));
}

function setInList(list: unknown[], segment: string, rest: string[], value: unknown): unknown[] {
  const index = segment === '-' ? list.length : Number(segment);
  if (rest.length === 0 && value === undefined) return list.filter((_, place) => place !== index);
  const copy = [...list];
  copy[Math.min(index, list.length)] = setAt(list[index], rest, value);
  return copy;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
