import type { MessageInput } from '@lineshaft/api';

/** What is sent: a sample, or the example that stands in for one. */
export type SentMessage = Pick<MessageInput, 'contentType' | 'body'> & { name: string };

/** Characters of a body that may stand in the line; shells take little more than 100,000. */
const mostInLine = 20_000;

/** A line for a shell that sends the message. A body that is too long for it, or no text, is read from a file of the sample's name. */
export function curlLine(method: string, url: string, { contentType, body, name }: SentMessage): string {
  const data = 'text' in body && body.text.length <= mostInLine && !body.text.startsWith('@') ? body.text : `@${name}`;
  const verb = method === 'POST' ? [] : ['-X', method];
  return [
    'curl',
    ...verb,
    '-H',
    quoted(`content-type: ${contentType}`),
    '--data-binary',
    quoted(data),
    quoted(url),
  ].join(' ');
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
