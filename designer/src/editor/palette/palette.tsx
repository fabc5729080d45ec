import { useReactFlow } from '@xyflow/react';
import { type DragEvent, useCallback } from 'react';
import { addNode } from '../commands/add-node.ts';
import { freePlace } from '../canvas/free-place.ts';
import { useSearchKey } from '../../ui/use-search-key.ts';
import { messages } from '../messages.ts';
import { useEditorStore } from '../store/editor-context.ts';
import { draggedType } from './dragged-type.ts';
import { groupNodeTypes } from './node-groups.ts';
import { type ChoiceGroup, NodeTypeList } from './node-type-list.tsx';

/** Every node type, to be dragged onto the canvas or added with Enter. */
export function Palette() {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  const searchField = useSearchKey();
  const groups = useCallback(
    (search: string): ChoiceGroup[] =>
      groupNodeTypes(search).map(({ title, manifests }) => ({
        title,
        choices: manifests.map(manifest => ({
          key: manifest.type,
          title: manifest.title,
          description: manifest.description,
          icon: manifest,
          dragType: manifest.type,
          choose() {
            const { edit, goTo, flow } = store.getState();
            if (!flow) return;
            const middle = screenToFlowPosition({ x: window.innerWidth / 2, y: window.innerHeight / 2 });
            edit(current => addNode(current, manifest, freePlace(current, middle)));
            goTo({ nodeId: store.getState().flow?.nodes.at(-1)?.id });
          },
        })),
      })),
    [store, screenToFlowPosition],
  );
  return (
    <NodeTypeList
      label={messages.palette.label}
      searchLabel={messages.palette.search}
      groups={groups}
      searchRef={searchField}
      onDragStart={startDrag}
    />
  );
}

function startDrag(event: DragEvent, type: string) {
  event.dataTransfer.setData(draggedType, type);
  event.dataTransfer.effectAllowed = 'copy';
}
