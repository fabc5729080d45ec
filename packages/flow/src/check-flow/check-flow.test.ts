import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkFlow } from './check-flow.ts';
import { flowProblemCodes, hasErrors, type Problem } from './problem.ts';
import { orderFlow, testNodeTypes } from './check-flow.testing.ts';
import { defineManifest, nodeTypesOf } from '../node-manifest.ts';

const options = {
  nodeTypes: testNodeTypes,
  checkExpression: (text: string) => (text.includes('§') ? 'unexpected character §.' : undefined),
  checkTemplate: (text: string) => (/\{\{[^}]*$/.test(text) ? 'a {{ is not closed.' : undefined),
};

const connections = new Map([
  ['warehouse', { type: 'database', hasSettings: true }],
  ['archive', { type: 'database', hasSettings: false }],
  ['mail', { type: 'mail', hasSettings: true }],
]);

const check = (definition: unknown): Problem[] => checkFlow(definition, { ...options, connections });
const brief = (problems: Problem[]): string[] =>
  problems.map(({ severity, code, path }) => `${severity} ${code} ${path}`);

type Draft = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- a draft may be anything

/** The faultless flow after a change to a copy of it. */
function changed(change: (flow: Draft) => void): Draft {
  const flow = structuredClone(orderFlow) as Draft;
  change(flow);
  return flow;
}

/** Every code once: a change, and all problems it causes, in order. */
const cases: { change: (flow: Draft) => unknown; finds: string[]; says: RegExp }[] = [
  {
    change: flow => (flow['format'] = 'lineshaft/flow@2'),
    finds: ['error format-unknown /format'],
    says: /has the format "lineshaft\/flow@2".*write "format": "lineshaft\/flow@1"/,
  },
  {
    change: flow => delete flow['owner'],
    finds: ['error field-missing /owner'],
    says: /^The flow's "owner" is missing\.$/,
  },
  {
    change: flow => (flow['nodes'][4].retry.delay = 'soon'),
    finds: ['error field-invalid /nodes/4/retry/delay'],
    says: /^The node "Send to ERP": "retry › delay": Write a duration as a number and a unit/,
  },
  {
    change: flow => (flow['nodes'][4].timeOut = '5s'),
    finds: ['error field-unknown /nodes/4/timeOut'],
    says: /^The node "Send to ERP": "timeOut" is not a field that is known here\. Did you mean "timeout"\?$/,
  },
  {
    change: flow => (flow['layout'].gone = { x: 1, y: 1 }),
    finds: ['warning layout-unknown-node /layout/gone'],
    says: /places the node "gone"/,
  },
  {
    change: flow => flow['nodes'].push({ ...flow['nodes'][5], name: 'Alert again' }),
    finds: ['error node-id-duplicate /nodes/6/id'],
    says: /^The nodes "Alert" and "Alert again" have the same id "alert"/,
  },
  {
    change: flow => (flow['nodes'][5].name = 'Send to ERP'),
    finds: ['warning node-name-duplicate /nodes/5/name'],
    says: /^Two nodes are called "Send to ERP"/,
  },
  {
    change: flow => (flow['nodes'][5].type = 'test.query'),
    finds: ['error connection-missing /nodes/5/connection'],
    says: /^The node "Alert" needs a connection of the type "database"/,
  },
  {
    change: flow => (flow['nodes'][5].connection = 'erp'),
    finds: ['error connection-unexpected /nodes/5/connection'],
    says: /^The node "Alert" names a connection, but the node type "test\.request" uses none/,
  },
  {
    change: flow => Object.assign(flow['nodes'][5], { type: 'test.query', connection: 'warehous', config: {} }),
    finds: ['error connection-unknown /nodes/5/connection'],
    says: /^The node "Alert" names the connection "warehous", .* Did you mean "warehouse"\?$/,
  },
  {
    change: flow => Object.assign(flow['nodes'][5], { type: 'test.query', connection: 'mail', config: {} }),
    finds: ['error connection-type-wrong /nodes/5/connection'],
    says: /names the connection "mail" of the type "mail", but needs one of the type "database"/,
  },
  {
    change: flow => Object.assign(flow['nodes'][5], { type: 'test.query', connection: 'archive', config: {} }),
    finds: ['warning connection-unset /nodes/5/connection'],
    says: /names the connection "archive", which has no settings in this environment/,
  },
  {
    change: flow => (flow['nodes'][4].compensation = 'alerts'),
    finds: ['error compensation-unknown /nodes/4/compensation'],
    says: /is to be undone by the node "alerts", which this flow does not have\. Did you mean "alert"\?$/,
  },
  {
    change: flow => (flow['nodes'][4].type = 'test.requst'),
    finds: ['error node-type-unknown /nodes/4/type'],
    says: /^The node "Send to ERP" has the type "test\.requst".*Did you mean "test\.request"\?$/,
  },
  {
    change: flow => (flow['nodes'][2].version = 3),
    finds: ['error node-version-newer /nodes/2/version'],
    says: /made with version 3 .* known here up to version 2/,
  },
  {
    change: flow => (flow['nodes'][4].config.patience = 'for ever'),
    finds: ['error config-invalid /nodes/4/config/patience'],
    says: /^The node "Send to ERP": "patience" must be a number or "unlimited", but is text\.$/,
  },
  {
    change: flow => (flow['nodes'][1].config.cases[0].when = '§'),
    finds: ['error expression-invalid /nodes/1/config/cases/0/when'],
    says: /^The node "Route by kind": the expression in "cases › entry 1 › when" is not valid: unexpected character §\.$/,
  },
  {
    change: flow => (flow['keys'].business.poNumber = '§'),
    finds: ['error expression-invalid /keys/business/poNumber'],
    says: /^The expression in "keys › business › poNumber" is not valid/,
  },
  {
    change: flow => (flow['nodes'][4].config.headers['x/po'] = '{{ number'),
    finds: ['error template-invalid /nodes/4/config/headers/x~1po'],
    says: /the template in "headers › x\/po" is not valid: a \{\{ is not closed/,
  },
  {
    change: flow => flow['edges'].push({ from: 'recieve', to: 'alert' }),
    finds: ['error edge-from-unknown /edges/6/from'],
    says: /starts at the node "recieve", which this flow does not have\. Did you mean "receive"\?/,
  },
  {
    change: flow => (flow['edges'][3].to = 'nowhere'),
    finds: ['error edge-to-unknown /edges/3/to', 'error node-unreachable /nodes/5'],
    says: /leads to the node "nowhere".*Draw it to a node of this flow, or remove it/,
  },
  {
    change: flow => flow['edges'].push({ from: 'route', port: 'slow', to: 'alert' }),
    finds: ['error edge-port-unknown /edges/6/port'],
    says: /^The node "Route by kind" has no port "slow"\. Its ports are urgent, else, error\.$/,
  },
  {
    change: flow => (flow['edges'][1].port = 'out'),
    finds: ['error edge-port-unknown /edges/1/port', 'warning port-unconnected /nodes/1'],
    says: /no port "out"/,
  },
  {
    change: flow => flow['edges'].push({ from: 'send', port: 'response', to: 'receive' }),
    finds: ['error circle /edges/6', 'error edge-into-source /edges/6/to'],
    says: /circle: "Receive orders" → "Route by kind" → "Map order" → "Send to ERP" → "Receive orders"/,
  },
  {
    change: flow => flow['edges'].push({ from: 'map', to: 'send' }),
    finds: ['error edge-duplicate /edges/6'],
    says: /from "Map order" \(port out\) to "Send to ERP".*twice/,
  },
  {
    change: flow => flow['edges'].push({ from: 'map', to: 'map' }),
    finds: ['error edge-self /edges/6'],
    says: /from the node "Map order" back to itself/,
  },
  {
    change: flow => flow['edges'].push({ from: 'send', port: 'response', to: 'map' }),
    finds: ['error circle /edges/6'],
    says: /^These nodes run in a circle: "Map order" → "Send to ERP" → "Map order"\./,
  },
  {
    change: flow => ((flow['nodes'] = flow['nodes'].slice(4, 5)), (flow['edges'] = []), delete flow['layout']),
    finds: ['error source-missing /nodes'],
    says: /has no source/,
  },
  {
    change: flow => flow['nodes'].push({ id: 'spare', type: 'test.webhook', name: 'Spare', config: { path: 's' } }),
    finds: ['error source-unconnected /nodes/6'],
    says: /^No edge leaves the source "Spare"/,
  },
  {
    change: flow => flow['nodes'].push({ ...flow['nodes'][5], id: 'lost', name: 'Lost' }),
    finds: ['error node-unreachable /nodes/6'],
    says: /^No source leads to the node "Lost"/,
  },
  {
    change: flow => flow['edges'].splice(5, 1),
    finds: ['warning port-unconnected /nodes/3'],
    says: /^The port "Result" of the node "Map order, old" is not connected: .* end there/,
  },
  {
    change: flow => (flow['nodes'][4].onFailure = 'error-port'),
    finds: ['error error-port-unconnected /nodes/4/onFailure'],
    says: /^Failures of the node "Send to ERP" leave through its error port, .* vanish/,
  },
  {
    change: flow => flow['edges'].push({ from: 'map', port: 'error', to: 'alert' }),
    finds: ['error error-port-not-chosen /edges/6/port'],
    says: /^An edge leaves the node "Map order" through the port "error", but failures .* dead letter channel/,
  },
  {
    change: flow => (flow['nodes'][0].onFailure = 'error-port'),
    finds: ['error error-port-on-source /nodes/0/onFailure'],
    says: /^The source "Receive orders" .* has no failures to send on/,
  },
  {
    change: flow => {
      flow['nodes'].push({ id: 'reply', type: 'test.reply', name: 'Answer' });
      flow['edges'].push({ from: 'map', to: 'reply' });
    },
    finds: ['warning reply-unawaited /nodes/6'],
    says: /^The node "Answer" answers the sender, but no source that leads to it waits/,
  },
  {
    change: flow => (flow['nodes'][0].config.answer = 'by-flow'),
    finds: ['error reply-missing /nodes/0'],
    says: /^The sender at "Receive orders" waits for an answer, but no reply node can be reached/,
  },
];

describe('checkFlow', () => {
  it('finds nothing wrong with a good flow', () => {
    expect(check(orderFlow)).toEqual([]);
  });

  for (const { change, finds, says } of cases) {
    it(`finds ${finds.join(' and ')}`, () => {
      const problems = check(changed(change));
      expect(brief(problems)).toEqual(finds);
      expect(problems.map(problem => problem.message).find(message => says.test(message))).toBeDefined();
      expect(hasErrors(problems)).toBe(finds.some(found => found.startsWith('error')));
    });
  }

  it('is tested with every code', () => {
    const tested = new Set(cases.flatMap(each => each.finds.map(found => found.split(' ')[1] ?? '')));
    const elsewhere = ['flow-malformed', 'too-many-problems'];
    expect([...tested, ...elsewhere].toSorted()).toEqual([...flowProblemCodes].toSorted());
  });

  it.each([[undefined], [null], [3], ['x'], [true], [[]], [[{}]]])('says of %j that it is no flow', value => {
    const problems = check(value);
    expect(brief(problems)).toEqual(['error flow-malformed ']);
    expect(problems[0]?.message).toMatch(/^A flow is a JSON object .*, but this is /);
  });

  it('names the node of a problem by its id', () => {
    expect(check(changed(flow => (flow['nodes'][4].timeout = 'x')))[0]?.nodeId).toBe('send');
  });

  it('finds faults of the graph although fields are wrong, and orders everything by place', () => {
    const problems = check(
      changed(flow => {
        delete flow['name'];
        flow['nodes'][2].config = { expression: '' };
        flow['nodes'][4].config.url = '{{';
        flow['nodes'][4].config.extra = 1;
        flow['nodes'].push({ id: 'lost' }, 'no node');
        flow['edges'].push({ from: 'send', port: 'response', to: 'map' }, { to: 'map' });
      }),
    );
    expect(brief(problems)).toEqual([
      'error circle /edges/6',
      'error field-missing /edges/7/from',
      'error field-missing /name',
      'error config-invalid /nodes/2/config/expression',
      'error config-invalid /nodes/4/config/extra',
      'error template-invalid /nodes/4/config/url',
      'error field-missing /nodes/6/name',
      'error field-missing /nodes/6/type',
      'error field-invalid /nodes/7',
    ]);
  });

  it('finds expressions in optional, listed, recursive and chosen parts of a config', () => {
    const problems = check(
      changed(flow => {
        Object.assign(flow['nodes'][4].config, {
          body: '§',
          authentication: { kind: 'key', value: '{{' },
          children: [{ when: '1', children: [{ when: '§' }] }],
        });
      }),
    );
    expect(brief(problems)).toEqual([
      'error config-invalid /nodes/4/config/authentication/header',
      'error template-invalid /nodes/4/config/authentication/value',
      'error expression-invalid /nodes/4/config/body',
      'error expression-invalid /nodes/4/config/children/0/children/0/when',
    ]);
  });

  it('says once what a config of an older version lacks, by the field names of today', () => {
    const problems = check(changed(flow => (flow['nodes'][3].config = {})));
    expect(brief(problems)).toEqual(['error config-invalid /nodes/3/config/expression']);
  });

  it('does not blame other nodes for one of unknown type', () => {
    const problems = check(changed(flow => (flow['nodes'][0].type = 'sap.idoc')));
    expect(brief(problems)).toEqual(['error node-type-unknown /nodes/0/type']);
    expect(problems[0]?.message).toMatch(/Choose another type, or install the connector/);
  });

  it('accepts a sink whose response nobody follows, and a reply that somebody waits for', () => {
    const flow = changed(draft => {
      draft['nodes'][0].config.answer = 'by-flow';
      draft['nodes'].push({ id: 'reply', type: 'test.reply', name: 'Answer' });
      draft['edges'].push({ from: 'send', port: 'response', to: 'reply' });
    });
    expect(check(flow)).toEqual([]);
  });

  it('lists each circle by the edge that closes it', () => {
    const flow = changed(draft => {
      draft['edges'].push({ from: 'send', port: 'response', to: 'map' });
      draft['edges'].push({ from: 'send', port: 'response', to: 'map-old' });
    });
    expect(brief(check(flow))).toEqual(['error circle /edges/5', 'error circle /edges/6']);
  });

  it('passes over expressions when it is given no check for them', () => {
    const flow = changed(draft => (draft['keys'].business.poNumber = '§'));
    expect(checkFlow(flow, { nodeTypes: testNodeTypes })).toEqual([]);
  });

  it('reports a check or a node type that breaks, and goes on', () => {
    const broken = defineManifest({
      type: 'test.broken',
      version: 1,
      role: 'sink',
      title: 'Broken',
      description: 'Fails on every config.',
      config: z.object({}),
      outputs: () => {
        throw new Error('no outputs today');
      },
      migrations: {},
    });
    const problems = checkFlow(
      changed(flow => (flow['nodes'][5].type = 'test.broken')),
      {
        nodeTypes: nodeTypesOf([...testNodeTypes.values(), broken]),
        checkExpression: () => {
          throw new Error('parser is tired');
        },
      },
    );
    expect(problems.find(problem => problem.path === '/nodes/5/config')?.message).toMatch(/no outputs today\.$/);
    expect(problems.filter(problem => problem.message.endsWith('parser is tired.'))).toHaveLength(5);
  });

  it('says how many problems it left out when there are very many', () => {
    const problems = check(changed(flow => (flow['nodes'] = Array.from({ length: 3000 }, () => 0))));
    expect(problems).toHaveLength(501);
    expect(problems[0]?.code).toBe('too-many-problems');
    expect(problems.some(problem => problem.message.includes('3000 nodes, but at most 1000'))).toBe(true);
    expect(hasErrors(problems)).toBe(true);
  });

  it('leaves connections alone when it is not told which there are', () => {
    const named = { type: 'test.query', connection: 'nowhere', config: {} };
    const flow = changed(draft => Object.assign(draft['nodes'][5], named));
    expect(checkFlow(flow, options)).toEqual([]);
  });

  it('walks a chain of 1000 nodes', () => {
    const nodes = Array.from({ length: 999 }, (_, i) => ({
      id: `n${i}`,
      type: 'test.mapping',
      version: 2,
      name: `Map ${i}`,
      config: { expression: '$' },
    }));
    const edges = [{ from: 'receive', to: 'n0' }, ...nodes.slice(1).map((node, i) => ({ from: `n${i}`, to: node.id }))];
    const flow = { ...orderFlow, layout: {}, nodes: [orderFlow.nodes[0], ...nodes], edges };
    expect(brief(check(flow))).toEqual(['warning port-unconnected /nodes/999']);
    const started = performance.now();
    expect(check({ ...flow, edges: [...edges, { from: 'n998', to: 'n0' }] })).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
