import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testNodeTypes } from './check-flow/check-flow.testing.ts';
import { type FlowNode, flowNodeSchema } from './flow-definition.ts';
import { type AnyNodeManifest, defineManifest, nodeTypesOf, outputPorts, parseNodeConfig } from './node-manifest.ts';

function typeOf(type: string): AnyNodeManifest {
  const manifest = testNodeTypes.get(type);
  if (manifest === undefined) throw new Error(`No test node type ${type}.`);
  return manifest;
}

function nodeOf(fields: Partial<FlowNode>): FlowNode {
  return flowNodeSchema.parse({ id: 'n', type: 'test.mapping', name: 'N', ...fields });
}

describe('nodeTypesOf', () => {
  it('refuses two manifests with the same type', () => {
    const manifest = typeOf('test.mapping');
    expect(() => nodeTypesOf([manifest, manifest])).toThrow('Two manifests name the node type "test.mapping".');
  });

  it('refuses a manifest that lacks a migration, so that no old config is taken for a new one', () => {
    const manifest = { ...typeOf('test.mapping'), version: 3 };
    expect(() => nodeTypesOf([manifest])).toThrow(/"test\.mapping" has version 3 but no migration from version 2/);
  });
});

describe('parseNodeConfig', () => {
  it('brings an old config to the version of today and fills in defaults', () => {
    const three = defineManifest({
      type: 'test.three',
      version: 3,
      role: 'processor',
      title: 'Three',
      description: 'Has changed twice.',
      config: z.strictObject({ c: z.string(), d: z.number().default(4) }),
      outputs: () => [],
      migrations: { 1: ({ a }) => ({ b: a }), 2: ({ b }) => ({ c: b }) },
    });
    const config = { a: 'x' };
    expect(parseNodeConfig({ type: 'test.three', version: 1, config }, three)).toEqual({ c: 'x', d: 4 });
    expect(parseNodeConfig({ type: 'test.three', version: 2, config: { b: 'y' } }, three)).toEqual({ c: 'y', d: 4 });
    expect(config).toEqual({ a: 'x' });
  });

  it('refuses a config of a newer version', () => {
    const node = { type: 'test.mapping', version: 3, config: {} };
    expect(() => parseNodeConfig(node, typeOf('test.mapping'))).toThrow(/known here up to version 2.*version 3/);
  });

  it('refuses a config that does not fit', () => {
    const node = { type: 'test.mapping', version: 2, config: { expression: 3 } };
    expect(() => parseNodeConfig(node, typeOf('test.mapping'))).toThrow(z.ZodError);
  });
});

describe('outputPorts', () => {
  it('follow from the config', () => {
    const config = { cases: [{ port: 'urgent', when: 'true' }] };
    const ports = outputPorts(nodeOf({ type: 'test.router' }), typeOf('test.router'), config);
    expect(ports.map(port => port.name)).toEqual(['urgent', 'else']);
  });

  it('have the error port when failures leave through it', () => {
    const ports = outputPorts(nodeOf({ onFailure: 'error-port' }), typeOf('test.mapping'), { expression: '$' });
    expect(ports.map(port => port.name)).toEqual(['out', 'error']);
  });
});
