import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountDesigner } from './designer-files.ts';
import { notFound } from './problem-details.ts';

describe('the designer', () => {
  let folder: string;
  let app: Hono;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lineshaft-designer-'));
    app = new Hono();
    app.notFound(notFound);
    mountDesigner(app, join(folder, 'dist'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function build(): Promise<void> {
    await mkdir(join(folder, 'dist/assets'), { recursive: true });
    await writeFile(join(folder, 'secret.txt'), 'not for you');
    await writeFile(join(folder, 'dist/index.html'), '<p>The page</p>');
    await writeFile(join(folder, 'dist/assets/app-1a2b.js'), 'run()');
  }

  const get = (path: string, headers: Record<string, string> = { accept: 'text/html' }) =>
    app.request(path, { headers });

  it('is the page of every address that a browser asks to see', async () => {
    await build();
    for (const path of ['/', '/flows/orders?view=try', '/executions']) {
      const response = await get(path);
      expect(await response.text()).toBe('<p>The page</p>');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    }
  });

  it('is no answer to programs, nor in their places', async () => {
    await build();
    expect((await get('/flows/orders', { accept: 'application/json' })).status).toBe(404);
    for (const path of ['/api/nothing', '/api', '/in/orders', '/health/nothing', '/metrics'])
      expect((await get(path)).headers.get('content-type')).toBe('application/problem+json');
  });

  it('has files that browsers keep for ever, packed for those that unpack', async () => {
    await build();
    const packed = await get('/assets/app-1a2b.js', { 'accept-encoding': 'br, gzip' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('cache-control')).toContain('immutable');
    expect(packed.headers.get('content-type')).toContain('text/javascript');
    expect(gunzipSync(await packed.arrayBuffer()).toString()).toBe('run()');
    expect(await (await get('/assets/app-1a2b.js', {})).text()).toBe('run()');
  });

  it('that is built anew is served anew', async () => {
    await build();
    await get('/', { 'accept-encoding': 'gzip' });
    await writeFile(join(folder, 'dist/index.html'), '<p>Another page</p>');
    const response = await get('/', { 'accept-encoding': 'gzip' });
    expect(gunzipSync(await response.arrayBuffer()).toString()).toBe('<p>Another page</p>');
  });

  it('shows nothing outside of its folder', async () => {
    await build();
    for (const path of ['/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/%00', '/%ff'])
      expect(await (await get(path, {})).text(), path).not.toContain('not for you');
  });

  it('says what to do while it is not built', async () => {
    const response = await get('/flows');
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('build');
  });
});
