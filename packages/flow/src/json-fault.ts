const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const space = /[ \t\r\n]*/y;
const plainText = /[^"\\\u0000-\u001f]*/y; // oxlint-disable-line no-control-regex -- JSON forbids them bare
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Where a text stops being JSON: the index of the first character that does not fit, or the length when the end comes
 * too soon. `JSON.parse` says so only for some faults, and quotes the document for the others.
 */
export function jsonFaultAt(text: string): number {
  const open: ('{' | '[')[] = [];
  let expect: 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' = 'value';
  let at = after(space, text, 0);
  for (; at < text.length; at = after(space, text, at)) {
    const found = text[at];
    const start = at;
    if (expect === 'comma-or-end') {
      const inside = open.at(-1);
      if (inside === undefined) return start;
      if (found === ',') expect = inside === '{' ? 'key' : 'value';
      else if (found === (inside === '{' ? '}' : ']')) open.pop();
      else return start;
      at++;
    } else if (expect === 'colon') {
      if (found !== ':') return start;
      expect = 'value';
      at++;
    } else if (found === (expect === 'key-or-end' ? '}' : ']') && expect.endsWith('-or-end')) {
      open.pop();
      expect = 'comma-or-end';
      at++;
    } else if (expect.startsWith('key')) {
      if (found !== '"') return start;
      const end = stringEnd(text, at);
      if (end.isFault) return end.at;
      at = end.at;
      expect = 'colon';
    } else if (found === '{' || found === '[') {
      open.push(found);
      expect = found === '{' ? 'key-or-end' : 'value-or-end';
      at++;
    } else {
      const end = found === '"' ? stringEnd(text, at) : { at: after(scalar, text, at), isFault: false };
      if (end.isFault || end.at === start) return end.at;
      at = end.at;
      expect = 'comma-or-end';
    }
  }
  return at;
}

function stringEnd(text: string, quote: number): { at: number; isFault: boolean } {
  let at = quote + 1;
  for (;;) {
    at = after(plainText, text, at);
    if (text[at] === '"') return { at: at + 1, isFault: false };
    const next = after(escape, text, at);
    if (next === at) return { at, isFault: true };
    at = next;
  }
}

/** The index after what the sticky pattern matches at an index; the same index when it does not match. */
function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
