import { describe, expect, it } from 'vitest';
import { orderFlow } from './check-flow/check-flow.testing.ts';
import { LineshaftError } from './errors.ts';
import { type FlowDefinition, flowDefinitionSchema } from './flow-definition.ts';
import { formatFlow, readFlow, versionContent } from './format-flow.ts';

const definition = flowDefinitionSchema.parse(orderFlow);

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, field]) => [key, reversed(field)]),
  );
}

describe('formatFlow', () => {
  it('writes fields in schema order, free keys sorted, and leaves defaults out', () => {
    const flow = flowDefinitionSchema.parse({
      edges: [{ to: 'b', from: 'a', port: 'out' }],
      nodes: [
        {
          config: { url: 'x', headers: { b: '2', a: '1' }, 10: 1, 9: 2 },
          name: 'A',
          id: 'a',
          type: 't',
          version: 1,
          onFailure: 'dead-letter',
          retry: { delay: '1s', jitter: 0.5, attempts: 3 },
        },
      ],
      limits: { rate: { per: '1s', count: 5 } },
      keys: { business: {} },
      domain: 'd',
      owner: 'o',
      name: 'n',
      id: 'f',
      format: 'lineshaft/flow@1',
    });
    expect(formatFlow(flow)).toBe(`{
  "format": "lineshaft/flow@1",
  "id": "f",
  "name": "n",
  "owner": "o",
  "domain": "d",
  "limits": {
    "rate": {
      "count": 5
    }
  },
  "nodes": [
    {
      "id": "a",
      "type": "t",
      "name": "A",
      "config": {
        "9": 2,
        "10": 1,
        "headers": {
          "a": "1",
          "b": "2"
        },
        "url": "x"
      },
      "retry": {
        "attempts": 3,
        "jitter": 0.5
      }
    }
  ],
  "edges": [
    {
      "from": "a",
      "to": "b"
    }
  ]
}
`);
  });

  it('reads back to the same definition, whatever the order of keys was', () => {
    const text = formatFlow(definition);
    expect(readFlow(text)).toEqual(definition);
    expect(formatFlow(readFlow(text))).toBe(text);
    expect(formatFlow(reversed(definition) as FlowDefinition)).toBe(text);
    expect(formatFlow(flowDefinitionSchema.parse(reversed(orderFlow)))).toBe(text);
  });

  it('keeps nodes and edges in the order they were drawn', () => {
    const turned = { ...definition, nodes: definition.nodes.toReversed() };
    expect(readFlow(formatFlow(turned)).nodes.map(node => node.id)).toEqual(turned.nodes.map(node => node.id));
  });

  it('leaves the definition as it was', () => {
    const before = structuredClone(definition);
    formatFlow(definition);
    expect(definition).toEqual(before);
  });
});

describe('versionContent', () => {
  it('is the same for two flows that differ in layout and notes only', () => {
    const note = { id: 'why', x: 1, y: 2, width: 240, height: 120, text: 'Ask the buyers' };
    const moved = { ...definition, layout: { receive: { x: 500, y: 7 } }, notes: [note] };
    expect(readFlow(formatFlow(moved)).notes).toEqual([note]);
    expect(formatFlow(moved)).not.toBe(formatFlow(definition));
    expect(versionContent(moved)).toBe(versionContent(definition));
    expect(versionContent(definition)).not.toContain('"layout"');
  });

  it('differs when anything else differs', () => {
    expect(versionContent({ ...definition, owner: 'Somebody else' })).not.toBe(versionContent(definition));
  });
});

describe('readFlow', () => {
  const failureOf = (text: string): unknown => {
    try {
      return readFlow(text);
    } catch (error) {
      return error;
    }
  };

  it('says where a text is no JSON', () => {
    const failure = failureOf('{\n  "format": oops }');
    expect(failure).toBeInstanceOf(LineshaftError);
    expect(failure).toMatchObject({ code: 'body-malformed', message: expect.stringMatching(/line 2, column 13/) });
  });

  it('lists what keeps a text from being a flow', () => {
    const failure = failureOf(JSON.stringify({ ...orderFlow, owner: '', nodes: undefined }));
    expect(failure).toMatchObject({
      code: 'config-invalid',
      message: 'This is not a flow: "owner" must not be empty. "nodes" is missing.',
      details: { faults: [{ path: '/owner' }, { path: '/nodes' }] },
    });
  });
});
