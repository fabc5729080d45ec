/** What JSONata (or a guard) threw, as far as it is looked at. */
export interface Thrown {
  code?: unknown;
  message?: unknown;
  position?: number;
  /** A name or an operator; where the parser stumbles over a literal, its value. */
  token?: string | number | boolean | null;
  value?: unknown;
  value2?: unknown;
  index?: number;
  type?: string;
  limit?: unknown;
}

type Wording = string | ((thrown: Thrown) => string);

/**
 * Sentences for errors whose own message would quote the data, or that can be said more plainly.
 * `$error` and `$assert` (D3137, D3141) are worded where their text is known to be safe.
 */
const wordings: Readonly<Record<string, Wording>> = {
  D1001: 'A number is too large: divided by zero, or out of range.',
  D1002: ({ value }) => `Only a number can be negated; here it is ${kindOf(value)}.`,
  T0410: ({ token, index, value }) => `Value ${index} given to $${token} is of the wrong kind: ${kindOf(value)}.`,
  T0411: ({ token, index }) => `The context, taken as value ${index} of $${token}, is of the wrong kind.`,
  T0412: ({ token, index, type }) => `Value ${index} given to $${token} must be a list of ${type}.`,
  T1003: ({ value }) => `A field name must be text; here it is ${kindOf(value)}.`,
  D1004: 'The regular expression matches nothing at all, so it would match forever.',
  T1005: ({ token }) => `Functions start with $: write $${token}.`,
  T1006: ({ token }) => (token === undefined ? 'This is no function.' : `There is no function $${token}.`),
  T1007: ({ token }) => `Functions start with $: write $${token}.`,
  T1008: ({ token }) => (token === undefined ? 'This is no function.' : `There is no function $${token}.`),
  D1009: 'Two fields of an object have the same name.',
  T1010: 'The function given as a pattern does not return what a pattern must.',
  D1011:
    'The expression or its result is nested too deeply. Look for a function that calls itself, or a value that holds itself.',
  D1012:
    'The expression takes too long. Look for a function that calls itself without end, or for lists that are searched again for every item.',
  D1013: 'Field names that start with _jsonata_ are reserved.',
  T2001: ({ token, value }) => `The left side of ${token} must be a number; it is ${kindOf(value)}.`,
  T2002: ({ token, value }) => `The right side of ${token} must be a number; it is ${kindOf(value)}.`,
  T2003: 'The left side of .. must be a whole number.',
  T2004: 'The right side of .. must be a whole number.',
  T2006: 'The right side of ~> must be a function.',
  T2007: ({ value, value2 }) =>
    `Values to sort by must be of one kind; here are ${kindOf(value)} and ${kindOf(value2)}.`,
  T2008: 'Values to sort by must be numbers or texts.',
  T2009: ({ token, value, value2 }) =>
    `The sides of ${token} must be of one kind; here are ${kindOf(value)} and ${kindOf(value2)}.`,
  T2010: ({ token }) => `The sides of ${token} must be numbers or texts.`,
  T2011: ({ value }) => `The update of a transform must be an object; here it is ${kindOf(value)}.`,
  T2012: ({ value }) =>
    `The delete part of a transform must be a text or a list of texts; here it is ${kindOf(value)}.`,
  T2013: 'The transform needs $clone, which the expression has replaced with something that is no function.',
  D2014: 'The range makes more than ten million numbers.',
  D2015: 'The expression makes a list with too many entries.',
  D3010: 'The second value of $replace must not be an empty text.',
  D3011: 'The fourth value of $replace must be a positive number.',
  D3012: 'The function given to $replace must return text.',
  D3020: 'The third value of $split must be a positive number.',
  D3040: 'The third value of $match must be a positive number.',
  D3050: 'The function given to $reduce must take at least two values.',
  D3070: '$sort without a function sorts lists of numbers or of texts only.',
  D3080: 'A number picture has at most two parts, with one ; between them.',
  D3081: 'The number picture has more than one decimal separator.',
  D3082: 'The number picture has more than one percent sign.',
  D3083: 'The number picture has more than one per-mille sign.',
  D3084: 'The number picture has both a percent and a per-mille sign.',
  D3085: 'The number picture needs a place for at least one digit.',
  D3086: 'The number picture has other text between its digits.',
  D3087: 'In the number picture a grouping separator stands beside the decimal separator.',
  D3088: 'In the number picture a grouping separator stands at the end of the whole part.',
  D3089: 'In the number picture two grouping separators stand side by side.',
  D3090: 'In the whole part of the number picture, optional digits come before the others.',
  D3091: 'After the decimal separator of the number picture, optional digits come after the others.',
  D3092: 'A number picture with a percent or per-mille sign has no exponent.',
  D3093: 'The exponent of the number picture consists of digits only.',
  D3131: 'All digits of a number picture must be of one kind.',
  D3134: 'The time zone in a date picture has at most four digits.',
  D3135: 'A [ in the date picture has no ].',
  D3136: 'The date picture lacks a part without which a date cannot be told.',
  D3001: 'A number that is infinite or undefined cannot become text.',
  D3030: '$number cannot read this value as a number.',
  D3060: '$sqrt of a negative number does not exist.',
  D3061: 'The result of $power is too large.',
  D3100: 'The second value of $formatBase must be from 2 to 36.',
  D3110: '$toMillis reads ISO 8601, such as 2026-01-31T12:00:00Z. Give a picture for other formats.',
  D3120: 'The text given to $eval is no expression.',
  D3121: 'The expression given to $eval failed.',
  D3130: 'This number format is not supported.',
  D3132: 'The date picture has an unknown component.',
  D3133: 'In a date picture, only months and days have names.',
  D3138: '$single found more than one match.',
  D3139: '$single found no match.',
  D3140: ({ token }) => `${token === undefined ? 'The function' : `$${token}`} was given a malformed address.`,
  L1001: 'The expression makes or reads a text that is too long.',
  L1002: '$eval is switched off: an expression may not run text as an expression.',
  L1004: 'The result is too large, or holds itself.',
};

/** @returns undefined when the error's own message is fit to be shown. */
export function wordingOf(code: string, thrown: Thrown): string | undefined {
  const wording = wordings[code];
  return typeof wording === 'function' ? wording(thrown) : wording;
}

/** What may be said about a value without quoting it. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return { string: 'text', number: 'a number', boolean: 'true or false' }[typeof value as string] ?? 'a function';
}
