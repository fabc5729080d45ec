import type { SampleContent } from '../../../api/samples.ts';

const contentTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  csv: 'text/csv',
  txt: 'text/plain',
  edi: 'application/edifact',
  edifact: 'application/edifact',
  x12: 'application/edi-x12',
  pdf: 'application/pdf',
};

/** A file as a sample: text where it is text, else its bytes. */
export async function sampleOfFile(file: Pick<File, 'name' | 'type' | 'arrayBuffer'>): Promise<SampleContent> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? '';
  const text = asText(bytes);
  const otherwise = text === undefined ? 'application/octet-stream' : 'text/plain';
  return {
    name: file.name.slice(0, 120) || 'File',
    contentType: contentTypes[ending] ?? (file.type || otherwise),
    headers: {},
    body: text === undefined ? { base64: inBase64(bytes) } : { text },
  };
}

/** Undefined when it is no text. */
function asText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function inBase64(bytes: Uint8Array): string {
  let binary = '';
  // All at once would be more arguments than a call may have.
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
