import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { connectorImplementations } from './implementations.ts';
import { connectorManifests } from './manifests.ts';

// The same checks as in packages/processors/src/conformance.test.ts.
const folderOf = (type: string) => new URL(`./${type.replaceAll('.', '/')}/`, import.meta.url);

test('node types have names of their own, and each has its code', () => {
  const types = connectorManifests.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  expect(Object.keys(connectorImplementations).toSorted((a, b) => a.localeCompare(b))).toEqual(types);
});

describe.each(connectorManifests.map(manifest => [manifest.type, manifest] as const))('%s', (type, manifest) => {
  const readme = readFileSync(new URL('README.md', folderOf(type)), 'utf8');
  const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? 'null');

  test('says what it is', () => {
    expect(manifest.title).toMatch(/\S/);
    expect(manifest.description).toMatch(/\.$/);
    expect(existsSync(new URL('manifest.ts', folderOf(type)))).toBe(true);
  });

  test('has a README that names every field and every port, with an example that works', async () => {
    for (const field of Object.keys(manifest.config.shape)) expect(readme).toContain(`| \`${field}\``);
    const config = manifest.config.parse(example);
    const implementation = await connectorImplementations[type]?.();
    expect(() => implementation?.prepare(config as never)).not.toThrow();
    const ports = manifest.outputs(config as never).map(({ name }) => name);
    expect(new Set(ports).size).toBe(ports.length);
  });

  test('has defaults that are valid themselves, and ports for them', () => {
    const config = manifest.config.parse(example);
    expect(manifest.config.parse(config)).toEqual(config);
    const required = Object.keys(manifest.config.shape).filter(field =>
      manifest.config.safeParse({}).error?.issues.some(issue => issue.path[0] === field),
    );
    const least = Object.fromEntries(required.map(field => [field, (config as Record<string, unknown>)[field]]));
    const defaults = manifest.config.parse(least);
    expect(manifest.config.parse(defaults)).toEqual(defaults);
    for (const port of manifest.outputs(defaults as never)) expect(port).toMatchObject({ name: /./, title: /./ });
  });

  test('describes every field', () => {
    for (const [field, schema] of Object.entries(manifest.config.shape)) {
      expect({ field, ...schema.meta() }).toMatchObject({ title: /./, description: /\.$/ });
    }
  });

  test('has code with this very manifest', async () => {
    expect((await connectorImplementations[type]?.())?.manifest).toBe(manifest);
  });
});
