/**
 * Where this package still differs from jsonata, by the id of the suite's case, and why.
 * The list only shrinks: a test fails when an entry is no longer different.
 */
export const knownDifferences: Readonly<Record<string, string>> = {};
