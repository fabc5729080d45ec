import { existsSync, readFileSync } from 'node:fs';
import { connectorImplementations } from '@lineshaft/connectors/implementations';
import { connectorManifests } from '@lineshaft/connectors/manifests';
import type { AnyNodeManifest, NodeImplementations } from '@lineshaft/flow';
import { processorImplementations } from '@lineshaft/processors/implementations';
import { processorManifests } from '@lineshaft/processors/manifests';
import { describe, expect, test } from 'vitest';

const packages: [folder: string, AnyNodeManifest[], NodeImplementations][] = [
  ['packages/processors/src', processorManifests, processorImplementations],
  ['connectors', connectorManifests, connectorImplementations],
];

describe.each(packages)('the node types of %s', (home, manifests, implementations) => {
  test('have names of their own, and each has its code', () => {
    const types = manifests.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    expect(Object.keys(implementations).toSorted((a, b) => a.localeCompare(b))).toEqual(types);
  });

  describe.each(manifests.map(manifest => [manifest.type, manifest] as const))('%s', (type, manifest) => {
    const folder = new URL(`../${home}/${type.replaceAll('.', '/')}/`, import.meta.url);
    const readme = readFileSync(new URL('README.md', folder), 'utf8');
    const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? 'null');

    test('says what it is', () => {
      expect(manifest.title).toMatch(/\S/);
      expect(manifest.description).toMatch(/\.$/);
      expect(existsSync(new URL('manifest.ts', folder))).toBe(true);
    });

    test('has a README that names every field, with an example that works and gives ports of their own names', async () => {
      for (const field of Object.keys(manifest.config.shape)) expect(readme).toContain(`| \`${field}\``);
      const config = manifest.config.parse(example);
      const implementation = await implementations[type]?.();
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
      for (const [field, schema] of Object.entries(manifest.config.shape) as [string, { meta(): object }][]) {
        expect({ field, ...schema.meta() }).toMatchObject({ title: /./, description: /\.$/ });
      }
    });

    test('has code with this very manifest', async () => {
      expect((await implementations[type]?.())?.manifest).toBe(manifest);
    });
  });
});
