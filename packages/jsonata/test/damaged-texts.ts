import fc from 'fast-check';

/** What stands in expressions, and what stands there by mistake. */
const pieces = [
  '. [ ] { } ( ) , @ # ; : ? + - * / % | = < > ^ & ! ~ ** .. := != <= >= ~> ?: ?? and or in [] %. @$v #$i ^( ^(>',
  'a $x $ 1 0.5 01 1e999 true null "text" \'t\' `name` é \u00a0 \f " \' ` \\ \\u "\\u12 "\\q" "\\u00e4"',
  '/a/ /(/ // /a/ii /* */ function λ function($x){ <n:n> <a<n>> <s<n>> <(a<n>)> <(z-a)> {a:b} |a|b|',
].flatMap(line => line.split(' '));
const spaced = [' and ', ' or ', ' in ', ' ', '\n', '\t', '/* a note */', '`two words`'];
const anyPiece = fc.constantFrom(...pieces, ...spaced);

const words = /\s+|[A-Za-z$_][\w$]*|\d+|"[^"]*"|./gsu;

/** Texts in which one to four pieces are left out, put in, or exchanged. */
export function damagedTexts(whole: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    without: fc.integer({ min: 0, max: 2 }),
    piece: fc.oneof(fc.constant(''), anyPiece),
  });
  return fc
    .tuple(fc.constantFrom(...whole), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([text, changes]) => {
      const parts = text.match(words) ?? [];
      for (const { at, without, piece } of changes) parts.splice(Math.floor(at * parts.length), without, piece);
      return parts.join('');
    });
}

export const noise: fc.Arbitrary<string> = fc.oneof(
  fc.array(anyPiece, { maxLength: 14 }).map(parts => parts.join('')),
  fc.array(anyPiece, { maxLength: 14 }).map(parts => parts.join(' ')),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
