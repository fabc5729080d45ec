import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each package may depend on, of ours: the layers of ARCHITECTURE.md. */
const allowed: Record<string, string[]> = {
  'packages/flow': [],
  'packages/jsonata': [],
  'packages/api': ['flow'],
  'packages/processors': ['flow', 'jsonata'],
  connectors: ['flow', 'jsonata'],
  runtime: ['flow', 'jsonata', 'api', 'processors', 'connectors'],
  designer: ['flow', 'jsonata', 'api', 'processors', 'connectors'],
  'examples/twins': [],
  tests: ['flow', 'jsonata', 'api', 'processors', 'connectors', 'runtime', 'twins'],
};

/** What each folder of the runtime may import, of the runtime. */
const runtimeFolders: Record<string, string[]> = {
  telemetry: [],
  secrets: [],
  database: ['secrets'],
  engine: [],
  ledger: ['database', 'telemetry'],
  store: ['database', 'engine', 'secrets'],
  connections: ['database', 'engine', 'ledger', 'secrets', 'store', 'telemetry', 'worker'],
  worker: ['engine', 'ledger', 'telemetry'],
  intake: ['engine', 'ledger', 'telemetry'],
  scheduler: ['database', 'ledger', 'telemetry', 'worker'],
  'command-line': ['connections', 'engine', 'intake', 'node-registry.ts'],
  api: ['connections', 'database', 'engine', 'intake', 'ledger', 'store', 'telemetry', 'worker'],
};

describe('fences between packages', () => {
  it.each(Object.keys(allowed))('%s depends only on what its layer allows', async folder => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
      devDependencies?: Record<string, string>;
    };
    const ours = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(name => name.startsWith('@lineshaft/'))
      .map(name => name.replace('@lineshaft/', ''));
    expect(
      ours.filter(name => !allowed[folder]?.includes(name)),
      `${folder}/package.json: see the layers in ARCHITECTURE.md`,
    ).toEqual([]);
  });

  it('knows every package', async () => {
    const found: string[] = [];
    for await (const path of glob('{packages/*,connectors,runtime,designer,examples/*,tests}/package.json', {
      cwd: root,
    }))
      found.push(dirname(path));
    expect(found.toSorted()).toEqual(Object.keys(allowed).toSorted());
  });

  it('lets nobody reach into a package past its exports, or import its own index', async () => {
    const faults: string[] = [];
    for (const { path, imports } of await sources(
      '{packages,connectors,runtime,designer,examples,tests}/**/*.{ts,tsx}',
    )) {
      const home = Object.keys(allowed).find(folder => path.startsWith(`${folder}/`)) ?? '';
      for (const target of imports.filter(name => name.startsWith('.'))) {
        const reached = normalize(join(dirname(path), target));
        if (!reached.startsWith(`${home}/`)) faults.push(`${path} imports ${target}: name the package instead`);
        if (reached === `${home}/src/index.ts`)
          faults.push(`${path} imports the index of its own package: name the file instead`);
      }
    }
    expect(faults).toEqual([]);
  });
});

describe('fences around the designer', () => {
  it('lets it see the manifests of node types and connections, never their code', async () => {
    const code = [
      '@lineshaft/processors/implementations',
      '@lineshaft/connectors/implementations',
      '@lineshaft/connectors/connections',
    ];
    const faults: string[] = [];
    for (const { path, imports } of await sources('designer/src/**/*.{ts,tsx}'))
      for (const target of imports) if (code.includes(target)) faults.push(`${path} imports ${target}`);
    expect(faults).toEqual([]);
  });
});

describe('fences inside the runtime', () => {
  it('lets a folder import only what ARCHITECTURE.md allows', async () => {
    const faults: string[] = [];
    for (const { path, imports } of await sources('runtime/src/*/**/*.ts')) {
      // Tests and their helpers put parts together that do not know each other.
      if (/[.-]test(ing)?\.ts$/.test(path)) continue;
      const folder = path.split('/')[2] ?? '';
      for (const target of imports.filter(name => name.startsWith('.'))) {
        const reached = normalize(join(dirname(path), target)).split('/')[2] ?? '';
        if (reached !== folder && !runtimeFolders[folder]?.includes(reached)) faults.push(`${path} imports ${target}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('keeps the engine free of I/O', async () => {
    for (const { path, imports } of await sources('runtime/src/engine/*.ts')) {
      if (path.includes('.test.')) continue;
      expect(
        imports.filter(name => !name.startsWith('.') && name !== '@lineshaft/flow'),
        path,
      ).toEqual([]);
    }
  });

  it('keeps the pure packages free of Node, so that a browser may load them', async () => {
    for (const { path, imports } of await sources('packages/*/src/**/*.ts')) {
      if (/\.test(ing)?\.ts$/.test(path)) continue;
      expect(
        imports.filter(name => name.startsWith('node:')),
        path,
      ).toEqual([]);
    }
  });

  it('keeps the lists of connectors and connections free of Node and drivers, for the same reason', async () => {
    const files = new Map((await sources('connectors/**/*.ts')).map(({ path, imports }) => [path, imports]));
    const reached = new Set([
      'connectors/manifests.ts',
      'connectors/connection-manifests.ts',
      'connectors/schedule/ticks.ts',
    ]);
    for (const path of reached) {
      const imports = files.get(path) ?? [];
      expect(
        imports.filter(name => /^(node:|pg$|undici$)/.test(name)),
        path,
      ).toEqual([]);
      for (const name of imports.filter(target => target.startsWith('.')))
        reached.add(normalize(join(dirname(path), name)));
    }
    expect(reached.size).toBeGreaterThan(10);
  });
});

async function sources(pattern: string): Promise<{ path: string; imports: string[] }[]> {
  const found = [];
  for await (const path of glob(pattern, { cwd: root, exclude: name => name.includes('node_modules') })) {
    const text = readFileSync(join(root, path), 'utf8');
    const imports = [...text.matchAll(/^(?:import|export)\b[^'"`;]*?from '([^']+)'|\bimport\('([^']+)'\)/gm)].map(
      match => match[1] ?? match[2] ?? '',
    );
    found.push({ path, imports });
  }
  return found;
}
