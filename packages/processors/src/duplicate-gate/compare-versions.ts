/** How versions are ordered: as numbers where both are, always as numbers, or always as texts. */
export const versionOrders = ['automatic', 'number', 'text'] as const;
export type VersionOrder = (typeof versionOrders)[number];

/** Below zero when `a` is older than `b`, zero when they are the same. Texts are compared by code points. */
export function compareVersions(a: string | number, b: string | number, order: VersionOrder): number {
  const [x, y] = order === 'text' ? [] : [versionNumber(a, order), versionNumber(b, order)];
  return x !== undefined && y !== undefined ? x - y : compareTexts(String(a), String(b));
}

/**
 * The number that a version is; undefined when it is none. Left to themselves, texts are numbers only where nothing can
 * be meant but counting: `0010`, never `1.10`.
 */
export function versionNumber(version: string | number, order: VersionOrder): number | undefined {
  if (typeof version === 'number') return version;
  const pattern = order === 'number' ? /^-?\d{1,15}(\.\d{1,15})?$/ : /^\d{1,15}$/;
  return pattern.test(version) ? Number(version) : undefined;
}

function compareTexts(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (const [index, character] of left.entries()) {
    const difference = (character.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
