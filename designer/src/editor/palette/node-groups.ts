import type { AnyNodeManifest } from '@lineshaft/flow';
import { nodeCatalog } from '../node-catalog.ts';
import { messages } from '../messages.ts';

type GroupName = keyof typeof messages.palette.groups;

export interface NodeGroup {
  name: GroupName;
  title: string;
  manifests: AnyNodeManifest[];
}

/** Where processors and the nodes between flows belong; all others are grouped by their role. */
const groupByType: Record<string, GroupName> = {
  aggregator: 'routing',
  'call-flow': 'flows',
  'content-based-router': 'routing',
  'content-enricher': 'transformation',
  delay: 'routing',
  'duplicate-gate': 'routing',
  mapping: 'transformation',
  'message-filter': 'routing',
  publish: 'flows',
  reply: 'flows',
  resequencer: 'routing',
  splitter: 'routing',
  validate: 'transformation',
  'wire-tap': 'routing',
};

const groupByRole = { source: 'source', processor: 'other', sink: 'connectors' } as const;

/** Node types that fit the search, in groups; groups with none are left out. */
export function groupNodeTypes(search: string, fits: (manifest: AnyNodeManifest) => boolean = () => true): NodeGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [...nodeCatalog.values()].filter(manifest => {
    const text = `${manifest.title} ${manifest.type} ${manifest.description}`.toLowerCase();
    return fits(manifest) && words.every(word => text.includes(word));
  });
  const groups = Map.groupBy(found, manifest => groupByType[manifest.type] ?? groupByRole[manifest.role]);
  return (Object.keys(messages.palette.groups) as GroupName[]).flatMap(name => {
    const manifests = groups.get(name);
    if (manifests === undefined) return [];
    const sorted = manifests.toSorted((a, b) => rank(a, words) - rank(b, words) || a.title.localeCompare(b.title));
    return [{ name, title: messages.palette.groups[name], manifests: sorted }];
  });
}

/** What is called so comes before what only mentions it. */
function rank({ title }: AnyNodeManifest, words: string[]): number {
  return words.every(word => title.toLowerCase().includes(word)) ? 0 : 1;
}
