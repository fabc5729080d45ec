/** One link of a header (RFC 8288, 3): an address in angle brackets and its parameters. */
const linkPattern = /<([^<>]*)>\s*((?:;\s*[^\s;,="<>]+\s*(?:=\s*(?:"[^"]*"|[^\s;,"<>]*)\s*)?)*)/g;
const relationPattern = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/i;

/** The address of the first link whose relation is `next`, as it stands there. */
export function nextLink(header: string | readonly string[] | undefined): string | undefined {
  const text = typeof header === 'string' ? header : (header ?? []).join(', ');
  for (const [, address, parameters = ''] of text.matchAll(linkPattern)) {
    const [, quoted, bare = ''] = relationPattern.exec(parameters) ?? [];
    if ((quoted ?? bare).toLowerCase().split(/\s+/).includes('next')) return address;
  }
  return undefined;
}
