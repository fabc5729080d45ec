import { describe, expect, it } from 'vitest';
import { nodeCatalog } from '../node-catalog.ts';
import { groupNodeTypes } from './node-groups.ts';

describe('groupNodeTypes', () => {
  it('has a place for every node type, each once, and none left for others', () => {
    const groups = groupNodeTypes('');
    const types = groups.flatMap(group => group.manifests.map(({ type }) => type));
    expect(types.toSorted()).toEqual([...nodeCatalog.keys()].toSorted());
    expect(groups.map(({ name }) => name)).toEqual(['source', 'routing', 'transformation', 'connectors', 'flows']);
  });

  it('finds by words of title and description, the title first', () => {
    const found = groupNodeTypes('flow').flatMap(group => group.manifests.map(({ title }) => title));
    expect(found).toContain('Call flow');
    expect(groupNodeTypes('http address').flatMap(group => group.manifests.map(({ type }) => type))).toEqual([
      'http.webhook',
      'http.request',
    ]);
  });

  it('leaves out what does not fit', () => {
    const names = groupNodeTypes('', manifest => manifest.role !== 'source').map(({ name }) => name);
    expect(names).not.toContain('source');
  });
});
