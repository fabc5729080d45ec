import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { checkFlow } from './check-flow/check-flow.ts';
import { hasErrors } from './check-flow/problem.ts';
import { orderFlow, testNodeTypes } from './check-flow/check-flow.testing.ts';
import { flowDefinitionSchema } from './flow-definition.ts';
import { flowJsonSchema, type JsonSchema } from './flow-json-schema.ts';
import { formatFlow } from './format-flow.ts';

/** Widget hints are annotations, which a strict validator would not know. */
const validator = (schema: JsonSchema): ValidateFunction =>
  new Ajv2020({ strict: false, allErrors: true }).compile(schema);

const anyTypes = validator(flowJsonSchema());
const testTypes = validator(flowJsonSchema(testNodeTypes));

function withNode(index: number, change: object): unknown {
  const flow = structuredClone(orderFlow);
  Object.assign(flow.nodes[index] ?? {}, change);
  return flow;
}

describe('flowJsonSchema', () => {
  it('is a valid schema of draft 2020-12', () => {
    const ajv = new Ajv2020({ strict: false });
    for (const schema of [flowJsonSchema(), flowJsonSchema(testNodeTypes)]) {
      expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
      expect(ajv.validateSchema(schema)).toBe(true);
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    }
  });

  it.each([
    ['as it was written', orderFlow],
    ['in canonical form', JSON.parse(formatFlow(flowDefinitionSchema.parse(orderFlow)))],
    ['with all defaults written out', flowDefinitionSchema.parse(orderFlow)],
  ])('accepts a good flow %s', (_, flow) => {
    for (const validate of [anyTypes, testTypes]) {
      validate(flow);
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  const faulty: [string, unknown][] = [
    ['an unknown node type', withNode(4, { type: 'test.fax' })],
    ['a config that lacks a field', withNode(4, { config: {} })],
    ['no config where one is needed', withNode(4, { config: undefined })],
    [
      'a fault deep in a recursive config',
      withNode(4, { config: { url: 'x', children: [{ when: 'a', children: [{}] }] } }),
    ],
    ['a config field that is not known', withNode(2, { config: { expression: '$', extra: 1 } })],
  ];

  it.each(faulty)('refuses %s only when it knows the node types, as checkFlow does', (_, flow) => {
    const asJson: unknown = JSON.parse(JSON.stringify(flow));
    expect(anyTypes(asJson)).toBe(true);
    expect(testTypes(asJson)).toBe(false);
    expect(hasErrors(checkFlow(asJson, { nodeTypes: testNodeTypes }))).toBe(true);
  });

  it('refuses what the format refuses', () => {
    expect(anyTypes({ ...orderFlow, format: 'lineshaft/flow@2' })).toBe(false);
    expect(anyTypes({ ...orderFlow, colour: 'red' })).toBe(false);
    expect(anyTypes(withNode(1, { timeout: 'soon' }))).toBe(false);
  });

  it('leaves configs of older versions to checkFlow', () => {
    expect(orderFlow.nodes[3]).toMatchObject({ type: 'test.mapping', config: { jsonata: '$' } });
    expect(testTypes(withNode(3, { config: { anything: 1 } }))).toBe(true);
  });
});
