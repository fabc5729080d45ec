import { Menu, Text } from '@mantine/core';
import { messages } from '../messages.ts';
import { useEditor } from '../store/editor-context.ts';
import { nodeTitle, type Position } from '../draft-flow.ts';
import { useCanvasOverlay } from './canvas-overlay.ts';

export interface NodeMenuRequest {
  nodeId: string;
  /** In pixels of the window. */
  at: Position;
}

/** What can be done with one node of the canvas. */
export function NodeMenu({ request, onClose }: { request: NodeMenuRequest | undefined; onClose: () => void }) {
  const overlay = useCanvasOverlay();
  const node = useEditor(state => state.flow?.nodes.find(({ id }) => id === request?.nodeId));
  if (!request || !overlay || !node) return null;
  return (
    <Menu opened onClose={onClose} position="bottom-start" returnFocus={false} trapFocus withinPortal>
      <Menu.Target>
        <span style={{ position: 'fixed', left: request.at.x, top: request.at.y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={messages.canvas.menu(nodeTitle(node))}>
        {overlay.menuOf(node.id).map(({ label, keys, hindrance, choose }) => (
          <Menu.Item
            key={label}
            disabled={hindrance !== undefined}
            title={hindrance}
            rightSection={
              <Text size="xs" c="dimmed">
                {keys}
              </Text>
            }
            onClick={choose}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
