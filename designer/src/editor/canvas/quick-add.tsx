import { Paper, Portal } from '@mantine/core';
import { useClickOutside, useFocusReturn } from '@mantine/hooks';
import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { addNode } from '../commands/add-node.ts';
import { connectNodes, refusalOf } from '../commands/connect-nodes.ts';
import { nodeTitle, type Position } from '../draft-flow.ts';
import { messages } from '../messages.ts';
import { nodeCatalog } from '../node-catalog.ts';
import { groupNodeTypes } from '../palette/node-groups.ts';
import { type ChoiceGroup, NodeTypeList } from '../palette/node-type-list.tsx';
import { useEditorStore } from '../store/editor-context.ts';
import { placeAfter } from './free-place.ts';
import { headHeight } from './node-geometry.ts';
import classes from './quick-add.module.css';

export interface QuickAddRequest {
  from: string;
  port: string;
  /** Where the list opens, in pixels of the window. */
  at: Position;
  /** Where the node is to stand, in pixels of the window; left out: behind the one it is added to. */
  place?: Position;
}

/** Finds the node that a port leads to: a new one, or one that is there. */
export function QuickAdd({ request, onClose }: { request: QuickAddRequest | undefined; onClose: () => void }) {
  if (!request) return null;
  return <OpenQuickAdd request={request} onClose={onClose} />;
}

function OpenQuickAdd({ request, onClose }: { request: QuickAddRequest; onClose: () => void }) {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  const outside = useClickOutside(onClose);
  useFocusReturn({ opened: true });
  const groups = useCallback(
    (search: string): ChoiceGroup[] => {
      const { flow, edit, goTo } = store.getState();
      if (!flow) return [];
      const { from, port } = request;
      const words = search.toLowerCase();
      const there = flow.nodes.filter(
        node =>
          nodeTitle(node).toLowerCase().includes(words) && refusalOf(flow, { from, port, to: node.id }) === undefined,
      );
      const fresh = groupNodeTypes(search, manifest => manifest.role !== 'source').map(({ title, manifests }) => ({
        title,
        choices: manifests.map(manifest => ({
          key: manifest.type,
          title: manifest.title,
          description: manifest.description,
          icon: manifest,
          choose() {
            const place = request.place && screenToFlowPosition(request.place);
            edit(current => {
              const at = place ? { x: place.x, y: place.y - headHeight / 2 } : placeAfter(current, from);
              const added = addNode(current, manifest, at);
              return connectNodes(added, { from, port, to: added.nodes.at(-1)?.id ?? '' });
            });
            onClose();
            goTo({ nodeId: store.getState().flow?.nodes.at(-1)?.id });
          },
        })),
      }));
      const existing = {
        title: messages.quickAdd.connectTo,
        choices: there.slice(0, words === '' ? 5 : 20).map(node => ({
          key: `to-${node.id}`,
          title: nodeTitle(node),
          description: nodeCatalog.get(node.type)?.title ?? node.type,
          icon: nodeCatalog.get(node.type),
          choose() {
            edit(current => connectNodes(current, { from, port, to: node.id }));
            onClose();
          },
        })),
      };
      return words === '' ? [...fresh, existing] : [existing, ...fresh];
    },
    [store, request, screenToFlowPosition, onClose],
  );
  const { innerWidth, innerHeight } = window;
  return (
    <Portal>
      <Paper
        ref={outside}
        role="dialog"
        aria-label={messages.quickAdd.label}
        withBorder
        shadow="md"
        p={6}
        className={classes['popup']}
        style={{ left: Math.min(request.at.x + 6, innerWidth - 300), top: Math.min(request.at.y, innerHeight - 380) }}
        onKeyDown={event => event.key === 'Escape' && onClose()}
      >
        <NodeTypeList
          label={messages.quickAdd.label}
          searchLabel={messages.quickAdd.search}
          autoFocus
          groups={groups}
        />
      </Paper>
    </Portal>
  );
}
