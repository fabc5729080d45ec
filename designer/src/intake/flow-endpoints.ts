import { checkShape, type Endpoint, upgradeNodeConfig } from '@lineshaft/flow';
import type { DraftNode } from '../editor/draft-flow.ts';
import { nodeCatalog } from '../editor/node-catalog.ts';

/** What the nodes of a flow open below `/in/`. A node whose settings are not right yet opens nothing. */
export function flowEndpoints(nodes: readonly DraftNode[], catalog = nodeCatalog): Endpoint[] {
  return nodes.flatMap(({ type, version = 1, config = {} }) => {
    const manifest = catalog.get(type);
    if (!manifest?.endpoints || version > manifest.version) return [];
    const upgraded = upgradeNodeConfig({ type, version, config }, manifest);
    const { value } = checkShape(manifest.config, upgraded, 'The config');
    return value === undefined ? [] : manifest.endpoints(value as never);
  });
}
