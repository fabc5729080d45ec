// What `\s` and `.` mean in JavaScript; RE2 knows ASCII blanks and line feeds only, so that a no-break space from a
// spreadsheet or the CR of a CRLF line would be treated differently from what JSONata documents.
const blanks =
  '\\t-\\r\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
const noBlanks =
  '\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}' +
  '\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}';
const anyButLineEnd = '[^\\n\\r\\x{2028}\\x{2029}]';

/** A JavaScript pattern, written so that RE2 reads the same in it. */
export function toRe2Syntax(source: string): string {
  let result = '';
  let inClass = false;
  for (let index = 0; index < source.length; index++) {
    const char = source.charAt(index);
    if (char === '\\') {
      result += escapeIn(source.charAt(++index), inClass);
    } else if (char === '.' && !inClass) {
      result += anyButLineEnd;
    } else if (char === '[' && inClass) {
      result += '\\[';
    } else {
      if (char === '[') inClass = true;
      if (char === ']') inClass = false;
      result += char;
    }
  }
  return result;
}

function escapeIn(escaped: string, inClass: boolean): string {
  if (escaped === 's') return inClass ? blanks : `[${blanks}]`;
  if (escaped === 'S') return inClass ? noBlanks : `[${noBlanks}]`;
  if (escaped === 'b' && inClass) return '\\x08';
  return escaped > '\x7f' ? escaped : `\\${escaped}`;
}
