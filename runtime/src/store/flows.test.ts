import { flowDefinitionSchema } from '@lineshaft/flow';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import type { FlowOrder } from './flow-order.ts';
import { type FlowFilter, draftDiffers, Flows, RevisionConflict, type StoredFlow } from './flows.ts';

function definition(id: string, changes: object = {}) {
  return flowDefinitionSchema.parse({
    format: 'lineshaft/flow@1',
    id,
    name: `Flow ${id}`,
    owner: 'Team A',
    domain: 'procurement',
    nodes: [],
    edges: [],
    ...changes,
  });
}

describeOnEachDatabase('stored flows', database => {
  let flows: Flows;
  beforeEach(async () => {
    await database().pool.query(`truncate flow, flow_version`);
    flows = new Flows(database().kysely);
  });

  const publish = async (id: string, changes: object = {}) => {
    await flows.saveDraft(id, definition(id, changes));
    return flows.publish(definition(id, changes), 'a note');
  };

  it('keeps a draft as it was written, valid or not, and counts its revisions', async () => {
    const draft = { nonsense: [1, { deep: '\u0000' }], name: 7 };
    expect(await flows.saveDraft('a', draft)).toBe(1);
    expect(await flows.saveDraft('a', draft)).toBe(2);
    expect(await flows.find('a')).toMatchObject({
      id: 'a',
      draft,
      draftRevision: 2,
      enabled: true,
      currentVersion: null,
      currentHash: null,
    });
    expect(await flows.find('b')).toBeUndefined();
  });

  it('refuses to save over what somebody else saved since', async () => {
    await flows.saveDraft('a', {}, 0);
    await flows.saveDraft('a', { mine: true }, 1);
    await expect(flows.saveDraft('a', { late: true }, 1)).rejects.toThrow(RevisionConflict);
    await expect(flows.saveDraft('a', { late: true }, 1)).rejects.toMatchObject({ currentRevision: 2 });
    await expect(flows.saveDraft('b', {}, 3)).rejects.toMatchObject({ currentRevision: 0 });
    expect((await flows.find('a'))?.draft).toEqual({ mine: true });
  });

  it('lets one of many win who begin the same flow, or change the same revision, at the same time', async () => {
    for (const revision of [0, 1]) {
      const results = await Promise.allSettled(
        Array.from({ length: 6 }, (_, index) => flows.saveDraft('a', { revision, index }, revision)),
      );
      const winners = results.flatMap((result, index) => (result.status === 'fulfilled' ? [index] : []));
      expect(winners).toHaveLength(1);
      expect((await flows.find('a'))?.draft).toEqual({ revision, index: winners[0] });
    }
  });

  it('publishes versions one after the other, each the one that runs', async () => {
    expect(await publish('a')).toMatchObject({ version: 1, unchanged: false });
    expect(await publish('a', { name: 'Second' })).toMatchObject({ version: 2, unchanged: false });
    expect(await flows.deployed()).toEqual([{ id: 'a', version: 2, enabled: true }]);
    expect((await flows.versions('a')).map(({ version, note }) => [version, note])).toEqual([
      [2, 'a note'],
      [1, 'a note'],
    ]);
    expect((await flows.version('a', 1))?.definition.name).toBe('Flow a');
    expect((await flows.version('a', 2))?.definition).not.toHaveProperty('layout');
    expect(await flows.version('a', 3)).toBeUndefined();
    expect((await flows.currentDefinitions()).map(({ name }) => name)).toEqual(['Second']);
  });

  it('gives content that runs already no new version, nor one whose boxes were only moved', async () => {
    const first = await publish('a');
    expect(await publish('a', { layout: { x: { x: 1, y: 2 } } })).toEqual({ ...first, unchanged: true });
  });

  it('numbers versions without a gap when several people publish at the same time', async () => {
    await flows.saveDraft('a', definition('a'));
    const published = await Promise.all(
      ['one', 'two', 'three', 'four'].map(name => flows.publish(definition('a', { name }), undefined)),
    );
    expect(published.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  });

  it('rolls back to an earlier version, and publishes what came after it anew', async () => {
    await publish('a');
    await publish('a', { name: 'Second' });
    expect(await flows.makeCurrent('a', 1)).toBe(true);
    expect(await flows.deployed()).toMatchObject([{ version: 1 }]);
    expect(await publish('a', { name: 'Second' })).toMatchObject({ version: 3, unchanged: false });
    expect(await flows.makeCurrent('a', 9)).toBe(false);
    expect(await flows.makeCurrent('b', 1)).toBe(false);
    expect(await flows.deployed()).toMatchObject([{ version: 3 }]);
  });

  it('cannot change a published version, not even by hand', async () => {
    await publish('a');
    await expect(database().pool.query(`update flow_version set note = 'x'`)).rejects.toThrow('immutable');
    await expect(database().pool.query(`update flow_version set definition = '{}'`)).rejects.toThrow('immutable');
  });

  it('switches a flow off and on', async () => {
    await publish('a');
    expect(await flows.setEnabled('a', false)).toBe(true);
    expect(await flows.deployed()).toEqual([{ id: 'a', version: 1, enabled: false }]);
    expect(await flows.setEnabled('b', false)).toBe(false);
  });

  it('knows whether the draft says something else than what runs', async () => {
    await publish('a');
    const found = async () => draftDiffers((await flows.find('a')) as StoredFlow);
    expect(await found()).toBe(false);
    await flows.saveDraft('a', definition('a', { name: 'New' }));
    expect(await found()).toBe(true);
    await flows.saveDraft('a', { nonsense: true });
    expect(await found()).toBe(true);
  });

  it('lists in order of id, page by page, and searches id, name, owner and domain', async () => {
    await flows.saveDraft('a', definition('a', { name: 'Orders to 100 % "now" \\ here' }));
    await flows.saveDraft('b', definition('b', { owner: 'Süd' }));
    await flows.saveDraft('c', { name: 'not even\u0000 valid', owner: 3 });
    const ids = async (options: { search?: string; after?: string; limit?: number }) =>
      (await flows.list({ limit: 10, ...options })).page.map(flow => flow.id);
    expect(await ids({})).toEqual(['a', 'b', 'c']);
    expect(await ids({ limit: 2 })).toEqual(['a', 'b']);
    expect(await ids({ after: 'a' })).toEqual(['b', 'c']);
    expect(await ids({ search: 'orders' })).toEqual(['a']);
    expect(await ids({ search: '100 %' })).toEqual(['a']);
    expect(await ids({ search: '"now" \\ h' })).toEqual(['a']);
    expect(await ids({ search: '%' })).toEqual(['a']);
    expect(await ids({ search: 'SÜD' })).toEqual(['b']);
    expect(await ids({ search: 'procure' })).toEqual(['a', 'b']);
    expect(await ids({ search: 'even\u0000' })).toEqual(['c']);
    expect(await ids({ search: '_' })).toEqual([]);
  });

  it('lists in the order of a field, either way, page by page without losing or doubling one', async () => {
    await flows.saveDraft('a', definition('a', { name: 'zinc', owner: 'Team B' }));
    await flows.saveDraft('b', definition('b', { name: 'Apples', owner: 'Team A' }));
    await flows.saveDraft('c', definition('c', { name: 'zinc', owner: 'Team A' }));
    // By its id, since PostgreSQL cannot read it.
    await flows.saveDraft('m', { name: 'odd\u0000' });
    const walk = async (order: Omit<FlowOrder, 'limit'>) => {
      const ids: string[] = [];
      let after: string | undefined;
      do {
        const { page, next } = await flows.list({ ...order, limit: 2, after });
        ids.push(...page.map(({ id }) => id));
        after = next;
      } while (after !== undefined);
      return ids;
    };
    expect(await walk({ sort: 'name' })).toEqual(['b', 'm', 'a', 'c']);
    expect(await walk({ sort: 'name', direction: 'descending' })).toEqual(['c', 'a', 'm', 'b']);
    expect(await walk({ sort: 'owner' })).toEqual(['m', 'b', 'c', 'a']);
    expect(await walk({ sort: 'updated', direction: 'descending' })).toEqual(['m', 'c', 'b', 'a']);
    expect(await walk({})).toEqual(['a', 'b', 'c', 'm']);
  });

  it('finds flows by the node types and connections that their drafts name, and by domain', async () => {
    const node = { id: 'x', type: 'http.request', connection: 'erp', config: { type: 'object' } };
    await flows.saveDraft('a', { nodes: [node, 3, null], domain: 'sales' });
    await flows.saveDraft('b', { nodes: [{ type: 'mapping' }], note: '\u0000', domain: 'sales' });
    await flows.saveDraft('c', { nodes: 'none' });
    const ids = async (filter: FlowFilter) => (await flows.list({ limit: 10, ...filter })).page.map(flow => flow.id);
    expect(await ids({ nodeType: 'http.request' })).toEqual(['a']);
    expect(await ids({ nodeType: 'object' })).toEqual([]);
    expect(await ids({ nodeType: 'mapping' })).toEqual(['b']);
    expect(await ids({ connection: 'erp' })).toEqual(['a']);
    expect(await ids({ connection: 'erp', nodeType: 'mapping' })).toEqual([]);
    expect(await ids({ connection: '\u0000' })).toEqual([]);
    expect(await ids({ search: 'HTTP.req' })).toEqual(['a']);
    expect(await ids({ search: 'erp' })).toEqual(['a']);
    expect(await flows.idsOfDomain('sales')).toEqual(['a', 'b']);
    expect(await flows.idsOfDomain('\u0000')).toEqual([]);
  });
});
