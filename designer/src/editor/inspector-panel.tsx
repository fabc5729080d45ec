import { ActionIcon, Group, Title, Tooltip } from '@mantine/core';
import { IconCopyPlus, IconTrash } from '@tabler/icons-react';
import { NodeIcon } from './canvas/node-icon.tsx';
import { duplicateSelection } from './commands/duplicate-selection.ts';
import { removeSelection } from './commands/remove-selection.ts';
import { nodeTitle } from './draft-flow.ts';
import { EdgeFields } from './edge-fields.tsx';
import classes from './inspector-panel.module.css';
import { messages } from './inspector-panel.messages.ts';
import { nodeCatalog } from './node-catalog.ts';
import { SelectedNodeForm, WholeFlowForm } from './selected-form.tsx';
import { useEditor } from './store/editor-context.ts';
import { noSelection } from './store/editor-store.ts';
import { useAskedForField } from './use-asked-for-field.ts';

/** Settings of the chosen node, or of the flow when none is chosen. */
export function InspectorPanel() {
  const flow = useEditor(state => state.flow);
  const chosen = useEditor(state => state.selection.nodes);
  const edit = useEditor(state => state.edit);
  const replace = useEditor(state => state.replace);
  const select = useEditor(state => state.select);
  const body = useAskedForField();
  if (!flow) return null;
  const nodes = flow.nodes.filter(node => chosen.has(node.id));
  const node = nodes.length === 1 ? nodes[0] : undefined;
  const manifest = node && nodeCatalog.get(node.type);
  const title = node ? nodeTitle(node) : nodes.length > 1 ? messages.several(nodes.length) : messages.flow;
  return (
    <aside className={classes['panel']} aria-label={messages.label}>
      <Group justify="space-between" wrap="nowrap" className={classes['head']}>
        <Group gap={8} wrap="nowrap" style={{ minWidth: 0 }}>
          {node && <NodeIcon manifest={manifest} />}
          <Title order={2} className={classes['title']}>
            {title}
          </Title>
        </Group>
        {nodes.length > 0 && (
          <Group gap={2} wrap="nowrap">
            <Tooltip label={messages.duplicate}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={messages.duplicate}
                onClick={() => {
                  const doubled = duplicateSelection(flow, { nodes: chosen, notes: noSelection.notes });
                  if (!doubled) return;
                  replace(doubled.flow);
                  select(doubled.pasted);
                }}
              >
                <IconCopyPlus size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={messages.remove}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={messages.remove}
                onClick={() => edit(current => removeSelection(current, { ...noSelection, nodes: chosen }))}
              >
                <IconTrash size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Group>
        )}
      </Group>
      <div ref={body} className={classes['body']}>
        {node && <SelectedNodeForm key={node.id} flow={flow} node={node} />}
        {nodes.length === 0 && <WholeFlowForm flow={flow} />}
        {node && <EdgeFields flow={flow} node={node} />}
      </div>
    </aside>
  );
}
