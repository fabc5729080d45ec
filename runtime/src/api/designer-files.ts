import { readFile, stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context, Hono, Next } from 'hono';

/** Where `pnpm build` leaves the designer. */
const designerFolder = fileURLToPath(new URL('../../../designer/dist', import.meta.url));

/** Only what this server sends is run or asked; Mantine writes its style tags itself. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const packed = new Set(['.html', '.js', '.css', '.json', '.map', '.svg']);

/** Paths of other programs: what is missing there is missing, and no page. */
const reserved = /^\/(api|in|health|metrics)(\/|$)/;

const missing =
  'The designer is not built. Run "npx -y pnpm@12.21.0 build" in the folder of Lineshaft and load this page again. The API works without it: /api/openapi.json describes it.\n';

/** Serves the built designer; whatever else a browser asks to see is a page of it. */
export function mountDesigner(app: Hono, folder: string = designerFolder): void {
  const files = new Files(resolve(folder));
  app.get('*', async (context: Context, next: Next) => {
    const { path } = context.req;
    if (reserved.test(path)) return next();
    const file = await files.find(path);
    if (file) return files.answer(context, file);
    if (!context.req.header('accept')?.includes('text/html') && path !== '/') return next();
    const page = await files.find('/index.html');
    return page ? files.answer(context, page) : context.text(missing, 503, securityHeaders);
  });
}

interface File {
  path: string;
  /** Another one whenever the content is. */
  tag: string;
}

class Files {
  readonly #folder: string;
  /** Packed contents, by tag: a build has a few dozen files. */
  readonly #gzipped = new Map<string, Promise<Buffer<ArrayBuffer>>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async find(urlPath: string): Promise<File | undefined> {
    const path = decoded(urlPath);
    const whole = path === undefined ? '' : join(this.#folder, path);
    if (!whole.startsWith(`${this.#folder}${sep}`)) return undefined;
    const found = await stat(whole).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && unfindable.has(String(error.code))) return undefined;
      throw error;
    });
    return found?.isFile() ? { path: whole, tag: `${whole}:${found.mtimeMs}:${found.size}` } : undefined;
  }

  async answer(context: Context, file: File): Promise<Response> {
    const extension = extname(file.path);
    const isHashed = file.path.startsWith(`${this.#folder}${sep}assets${sep}`);
    const headers = {
      ...securityHeaders,
      'content-type': contentTypes[extension] ?? 'application/octet-stream',
      'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
    const canUnpack = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '');
    if (!packed.has(extension) || !canUnpack) return context.body(await readFile(file.path), 200, headers);
    return context.body(await this.#packed(file), 200, {
      ...headers,
      'content-encoding': 'gzip',
      vary: 'accept-encoding',
    });
  }

  #packed({ path, tag }: File): Promise<Buffer<ArrayBuffer>> {
    const known = this.#gzipped.get(tag);
    if (known) return known;
    const content = readFile(path).then(bytes => promisify(gzip)(bytes));
    // One that could not be read is read again; those of an older build are let go.
    content.catch(() => this.#gzipped.delete(tag));
    for (const other of this.#gzipped.keys()) if (other.startsWith(`${path}:`)) this.#gzipped.delete(other);
    this.#gzipped.set(tag, content);
    return content;
  }
}

const unfindable: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

/** Undefined when no file can be called so. */
function decoded(urlPath: string): string | undefined {
  try {
    const path = decodeURIComponent(urlPath);
    return path.includes('\u0000') ? undefined : path;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
