import { type Body, countsAsJson, LineshaftError } from '@lineshaft/flow';

/** A body in a form in which it can be shown, written into a file and compared. */
export type Document = { json: unknown } | { text: string } | { base64: string };

/** JSON as a value where it says that it is, other text as text, anything else in base64. An empty body is empty text. */
export function documentOf({ contentType, body }: { contentType: string; body: Body }): Document {
  if (body.bytes().length === 0) return { text: '' };
  return (
    (countsAsJson({ contentType }) ? unlessMalformed(() => ({ json: body.json() })) : undefined) ??
    unlessMalformed(() => ({ text: body.text() })) ?? { base64: Buffer.from(body.bytes()).toString('base64') }
  );
}

/** The text of a file that holds the document. */
export function fileTextOf(document: Document): string | Uint8Array {
  if ('json' in document) return `${JSON.stringify(document.json, undefined, 2)}\n`;
  return 'text' in document ? document.text : Buffer.from(document.base64, 'base64');
}

/** What does not hold what its content type says is shown in the next form. */
function unlessMalformed<Form>(read: () => Form): Form | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof LineshaftError && error.code === 'body-malformed') return undefined;
    throw error;
  }
}
