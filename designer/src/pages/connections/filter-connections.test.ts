import type { ConnectionSummary } from '@lineshaft/api';
import { describe, expect, it } from 'vitest';
import { filterConnections } from './filter-connections.ts';

const erp: ConnectionSummary = {
  id: 'erp',
  type: 'http',
  name: 'ERP Hamburg',
  description: 'The old one',
  mode: 'normal',
  drainRate: null,
  modeSince: '2026-11-25T08:00:00Z',
  modeNote: null,
  parked: 0,
  environment: 'test',
  hasSettings: true,
  circuit: 'closed',
  proposedMode: null,
  health: { state: 'failed', checkedAt: '2026-11-25T08:00:00Z', durationMs: 3 },
  usedBy: [{ flowId: 'goods-receipt', published: true, draft: true }],
  updatedAt: '2026-11-25T08:00:00Z',
};
const files: ConnectionSummary = {
  ...erp,
  id: 'files',
  type: 'folder',
  name: 'Files',
  description: null,
  hasSettings: false,
  health: null,
  usedBy: [],
  parked: 4,
};
const portal: ConnectionSummary = {
  ...erp,
  id: 'portal',
  name: 'Portal',
  health: null,
  mode: 'drain',
  circuit: 'half-open',
};
const found = (search: Parameters<typeof filterConnections>[1]) =>
  filterConnections([erp, files, portal], search).map(({ id }) => id);

describe('narrowing the list of connections', () => {
  it('finds every word in name, id, description or the flows that use it', () => {
    expect(found({})).toEqual(['erp', 'files', 'portal']);
    expect(found({ search: 'OLD hamb' })).toEqual(['erp']);
    expect(found({ search: ' goods ' })).toEqual(['erp', 'portal']);
    expect(found({ search: 'goods x' })).toEqual([]);
  });

  it('narrows by kind and by state', () => {
    expect(found({ type: 'folder' })).toEqual(['files']);
    expect(found({ state: 'failing' })).toEqual(['erp']);
    expect(found({ state: 'held' })).toEqual(['files', 'portal']);
    expect(found({ state: 'open' })).toEqual(['portal']);
    expect(found({ state: 'unset' })).toEqual(['files']);
    expect(found({ state: 'unused' })).toEqual(['files']);
    expect(found({ state: 'unused', type: 'http' })).toEqual([]);
  });
});
