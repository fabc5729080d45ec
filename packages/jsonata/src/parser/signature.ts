import type { Token } from './syntax.ts';

export interface SignatureProblem {
  code: string;
  /** In the characters of the signature without its spacing. */
  offset: number;
  value: string | undefined;
}

/** The signature as jsonata keeps it: without spacing. */
export function signatureText(tokens: readonly Token[]): string {
  return tokens.map(({ value }) => String(value)).join('');
}

/**
 * Whether the signature of a lambda can be used. jsonata makes a regular expression of it, with which the kinds of the
 * arguments are matched; so a signature is wrong too when that is no regular expression.
 */
export function checkSignature(tokens: readonly Token[]): SignatureProblem | undefined {
  const signature = signatureText(tokens);
  const patterns: string[] = [];
  let type: string | undefined;
  const add = (symbol: string, pattern: string) => {
    type = symbol;
    patterns.push(pattern);
  };
  for (let at = 1; at < signature.length && signature[at] !== ':'; at++) {
    const symbol = signature.charAt(at);
    const pattern = kinds.get(symbol);
    if (pattern !== undefined) {
      add(symbol, pattern);
    } else if (symbol === '-' || symbol === '?' || symbol === '+') {
      if (patterns.length > 0) patterns.push(`${patterns.pop()}${symbol === '-' ? '?' : symbol}`);
    } else if (symbol === '(') {
      const end = closing(signature, at, '(', ')');
      const choice = signature.slice(at + 1, end);
      if (choice.includes('<')) return { code: 'S0402', offset: at, value: choice };
      add(`(${choice})`, `[${choice}m]`);
      at = end;
    } else if (symbol === '<') {
      if (type !== 'a' && type !== 'f') return { code: 'S0401', offset: at, value: type };
      at = closing(signature, at, '<', '>');
    }
  }
  try {
    RegExp(`^${patterns.map(pattern => `(${pattern})`).join('')}$`);
    return undefined;
  } catch {
    return { code: 'L1003', offset: 0, value: `The signature ${signature} cannot be used.` };
  }
}

const kinds = new Map([
  ...['s', 'n', 'b', 'l', 'o'].map(symbol => [symbol, `[${symbol}m]`] as const),
  ['a', '[asnblfom]'],
  ['f', 'f'],
  ['j', '[asnblom]'],
  ['x', '[asnblfom]'],
]);

function closing(text: string, start: number, open: string, close: string): number {
  let depth = 1;
  let at = start;
  while (at < text.length) {
    at++;
    if (text[at] === open) depth++;
    else if (text[at] === close && --depth === 0) break;
  }
  return at;
}
