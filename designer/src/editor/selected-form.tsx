import type { AnyNodeManifest } from '@lineshaft/flow';
import { Code, Stack, TextInput } from '@mantine/core';
import { changeFlowField } from './commands/change-flow-fields.ts';
import { renameNode } from './commands/rename-node.ts';
import type { DraftNode } from './draft-flow.ts';
import { messages } from './inspector-panel.messages.ts';
import { useEditor } from './store/editor-context.ts';

/** The form of a node, or of the flow. */
export function SelectedForm({ node }: { node: DraftNode | undefined; manifest: AnyNodeManifest | undefined }) {
  const edit = useEditor(state => state.edit);
  const flow = useEditor(state => state.flow);
  const textOf = (key: string) => (typeof flow?.[key] === 'string' ? (flow[key] as string) : '');
  if (!node)
    return (
      <Stack gap="xs">
        {(['name', 'owner', 'domain'] as const).map(key => (
          <TextInput
            key={key}
            label={messages[key]}
            value={textOf(key)}
            onChange={event => {
              const { value } = event.currentTarget;
              edit(current => changeFlowField(current, `/${key}`, value), `flow/${key}`);
            }}
          />
        ))}
      </Stack>
    );
  return (
    <Stack gap="xs">
      <TextInput
        label={messages.name}
        value={node.name ?? ''}
        onChange={event => {
          const { value } = event.currentTarget;
          edit(current => renameNode(current, node.id, value), `${node.id}/name`);
        }}
      />
      <Code block>{JSON.stringify(node.config ?? {}, undefined, 2)}</Code>
    </Stack>
  );
}
