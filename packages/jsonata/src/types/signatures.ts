/**
 * What the built-in functions take and give. A letter for each kind: `s` text, `n` number, `b` true or false, `o`
 * object, `f` function, `a` list of anything, `N` and `S` list of numbers or texts, `x` anything. After it: `?` may be
 * left out, `-` the context if it is left out. After `:` what it gives, `*` for a sequence of JSONata, `?` for what may
 * be nothing although all values are there.
 */
const signatures = `
sum N:n count x:n max N:n? min N:n? average N:n?
string x-b?:s substring s-nn?:s substringBefore s-s:s substringAfter s-s:s lowercase s-:s uppercase s-:s
length s-:n trim s-:s pad s-ns?:s match s-xn?:o* contains s-x:b replace s-xxn?:s split s-xn?:S join Ss?:s
formatNumber n-so?:s formatBase n-n?:s formatInteger n-s:s parseInteger s-s:n
number x-:n floor n-:n ceil n-:n round n-n?:n abs n-:n sqrt n-:n power n-n:n random :n
boolean x-:b not x-:b exists x:b
keys x-:s* zip a:a error s?:x assert bs?:x type x:s
base64encode s-:s base64decode s-:s encodeUrlComponent s-:s encodeUrl s-:s decodeUrlComponent s-:s decodeUrl s-:s
eval sx?:x toMillis s-s?:n fromMillis n-s?s?:s clone x-:o now s?s?:s millis :n
`;

export interface Parameter {
  kind: string;
  optional: boolean;
  context: boolean;
}

export interface Signature {
  parameters: Parameter[];
  result: { kind: string; several: boolean; missing: boolean };
}

/** The functions whose result follows from their signature alone. */
export const builtInSignatures: ReadonlyMap<string, Signature> = new Map(
  [...signatures.matchAll(/(\w+) (\S*):(\w)([*?]?)/g)].map(([, name = '', parameters = '', kind = '', mark]) => [
    name,
    {
      parameters: [...parameters.matchAll(/(\w)([?-]?)/g)].map(([, letter = '', suffix]) => ({
        kind: letter,
        optional: suffix !== '',
        context: suffix === '-',
      })),
      result: { kind, several: mark === '*', missing: mark === '?' },
    },
  ]),
);
