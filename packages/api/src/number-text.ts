const strings = /"(?:[^"\\]|\\.)*"/g;
/** JavaScript keeps 15 digits for sure. */
const manyDigits = /\d[\d.]{15}/;
const zeroAtEnd = /\.\d*0(?!\d)/;

/** Whether a number of a JSON text has so many digits that it may be another one once it was read. */
export function losesDigits(json: string): boolean {
  // Mostly there is nothing to look for.
  return manyDigits.test(json) && manyDigits.test(json.replaceAll(strings, ''));
}

/**
 * Whether a number of a JSON text might be written otherwise once it was read: it loses digits, or the zero of `12.50`.
 * Whoever gives such a document on must give the text on.
 * @example losesNumberText('{"id": 9007199254740993}') // true
 */
export function losesNumberText(json: string): boolean {
  return losesDigits(json) || (zeroAtEnd.test(json) && zeroAtEnd.test(json.replaceAll(strings, '')));
}
