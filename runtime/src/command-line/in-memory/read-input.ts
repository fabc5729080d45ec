import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Body } from '@lineshaft/flow';
import { UsageError } from '../command.ts';

/** A message as it would come in. */
export interface Input {
  contentType: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Body;
}

const contentTypes: Record<string, string> = {
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.csv': 'text/csv',
  '.txt': 'text/plain',
  '.edi': 'application/edifact',
  '.x12': 'application/edi-x12',
};

/**
 * @param contentType left out: as the name of the file ends
 * @throws UsageError when the file cannot be read
 */
export async function readInput(
  path: string,
  {
    contentType = contentTypeOf(path),
    headers = {},
  }: { contentType?: string | undefined; headers?: Input['headers'] } = {},
): Promise<Input> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new UsageError(`The file ${path} cannot be read.`, { cause });
  });
  return { contentType, headers, body: Body.fromBytes(bytes) };
}

/** `orders.csv` → `text/csv`. */
function contentTypeOf(path: string): string {
  return contentTypes[extname(basename(path)).toLowerCase()] ?? 'application/octet-stream';
}

/** How the name of a file with such content ends. */
export function extensionOf(contentType: string): string {
  return Object.entries(contentTypes).find(([, type]) => contentType.startsWith(type))?.[0] ?? '.bin';
}
