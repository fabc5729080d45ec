import { canonicalJson } from '../canonical-json.ts';

/** SHA-256 in hexadecimal. Web Crypto: this package is loaded in browsers too. */
export async function hashOf(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** SHA-256 of a JSON value, whatever the order of its fields. */
export async function contentHash(value: unknown): Promise<string> {
  return hashOf(new TextEncoder().encode(canonicalJson(value)));
}
