import { checkFlow, nodeTypesOf } from '@lineshaft/flow';
import { TestIntake } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { mappingManifest } from '../mapping/manifest.ts';
import { replyManifest } from '../reply/manifest.ts';
import { flowInput } from './flow-input.ts';
import { flowInputManifest } from './manifest.ts';

function problems(reply: boolean, last: 'mapping' | 'reply') {
  const flow = {
    format: 'lineshaft/flow@1',
    id: 'price-list',
    name: 'Price list',
    owner: 'Purchasing',
    domain: 'procurement',
    nodes: [
      { id: 'in', type: 'flow-input', name: 'In', config: { reply } },
      { id: 'last', type: last, name: 'Last' },
    ],
    edges: [{ from: 'in', to: 'last' }],
  };
  const nodeTypes = nodeTypesOf([flowInputManifest, mappingManifest, replyManifest]);
  return checkFlow(flow, { nodeTypes })
    .map(({ code }) => code)
    .filter(code => code !== 'port-unconnected');
}

describe('a flow input', () => {
  test('needs a reply node when it answers, and idles one when it does not', () => {
    expect(problems(true, 'reply')).toEqual([]);
    expect(problems(true, 'mapping')).toEqual(['reply-missing']);
    expect(problems(false, 'mapping')).toEqual([]);
    expect(problems(false, 'reply')).toEqual(['reply-unawaited']);
  });

  test('can be called by other flows, and opens nothing itself', async () => {
    expect(flowInputManifest.callable).toBe(true);
    const intake = new TestIntake();
    const close = await flowInput.prepare({ reply: false }).receive(intake);
    expect(intake).toMatchObject({ routes: [], accepted: [], everyMs: undefined });
    await close();
  });
});
