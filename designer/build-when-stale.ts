import { glob, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * `pnpm start`: builds the designer when it was never built, or what it is made of changed since. Looks at times only,
 * so that a start with nothing to do costs some milliseconds; Vite is loaded when there is something to build.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const sources = [
  'designer/{src/**/*,index.html,package.json,vite.config.ts}',
  'packages/*/src/**/*.ts',
  'connectors/**/{manifest,connection,*-manifests,manifests}.ts',
  'pnpm-lock.yaml',
];

if (await isStale()) {
  process.stdout.write('Building the designer, which takes a moment.\n');
  // Whoever starts it may be a test run, whose own would make React's development build.
  process.env['NODE_ENV'] = 'production';
  const { build } = await import('vite');
  await build({ root: fileURLToPath(new URL('.', import.meta.url)), logLevel: 'warn' });
}

async function isStale(): Promise<boolean> {
  const builtAt = await stat(`${root}designer/dist/index.html`).then(
    built => built.mtimeMs,
    () => undefined,
  );
  if (builtAt === undefined) return true;
  for await (const path of glob(sources, { cwd: root, exclude: name => name === 'node_modules' })) {
    if (path.endsWith('.test.ts')) continue;
    if ((await stat(`${root}${path}`)).mtimeMs > builtAt) return true;
  }
  return false;
}
