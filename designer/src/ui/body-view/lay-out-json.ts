/** JSON that was cut off, one field or entry to a line, as far as it goes. */
export function layOutJson(text: string): string {
  let laidOut = '';
  let depth = 0;
  let isInText = false;
  /** Nothing has come yet after a bracket that opens. */
  let isEmpty = false;
  const line = () => `\n${'  '.repeat(Math.max(0, depth))}`;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (isInText) {
      laidOut += sign;
      if (sign === '\\') laidOut += text.charAt(++at);
      else if (sign === '"') isInText = false;
      continue;
    }
    if (/\s/.test(sign)) continue;
    if (isEmpty && sign !== '}' && sign !== ']') laidOut += line();
    switch (sign) {
      case '"':
        isInText = true;
        laidOut += sign;
        break;
      case '{':
      case '[':
        depth++;
        laidOut += sign;
        isEmpty = true;
        continue;
      case '}':
      case ']':
        depth--;
        laidOut += isEmpty ? sign : `${line()}${sign}`;
        break;
      case ',':
        laidOut += `,${line()}`;
        break;
      case ':':
        laidOut += ': ';
        break;
      default:
        laidOut += sign;
    }
    isEmpty = false;
  }
  return laidOut;
}
