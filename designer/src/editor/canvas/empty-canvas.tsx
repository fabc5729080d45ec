import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { useReactFlow } from '@xyflow/react';
import { addNode } from '../commands/add-node.ts';
import { messages } from '../messages.ts';
import { groupNodeTypes } from '../palette/node-groups.ts';
import { useEditorStore } from '../store/editor-context.ts';
import classes from './flow-canvas.module.css';
import { headHeight } from './node-geometry.ts';
import { NodeIcon } from './node-icon.tsx';

const sources = groupNodeTypes('', ({ role }) => role === 'source').flatMap(({ manifests }) => manifests);

/** What a flow begins with: one press adds a source, and leads to its settings. */
export function EmptyCanvas() {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return (
    <div className={classes['empty']}>
      <Paper withBorder p="md" className={classes['begin']}>
        <Title order={2}>{messages.canvas.empty}</Title>
        <Text size="sm" c="dimmed" mt={2} mb="sm">
          {messages.canvas.emptyHint}
        </Text>
        <Stack gap={6}>
          {sources.map(manifest => (
            <Button
              key={manifest.type}
              variant="default"
              fullWidth
              justify="flex-start"
              title={manifest.description}
              leftSection={<NodeIcon manifest={manifest} size={16} />}
              onClick={event => {
                // The canvas, of which this covers the middle.
                const canvas = event.currentTarget.closest('section')?.getBoundingClientRect();
                const place = screenToFlowPosition({
                  x: (canvas?.x ?? 0) + 60,
                  y: (canvas?.y ?? 0) + (canvas?.height ?? 0) / 2,
                });
                const { edit, goTo } = store.getState();
                edit(current => addNode(current, manifest, { x: place.x, y: place.y - headHeight / 2 }));
                goTo({ nodeId: store.getState().flow?.nodes.at(-1)?.id, pointer: '/config' });
              }}
            >
              {manifest.title}
            </Button>
          ))}
        </Stack>
      </Paper>
    </div>
  );
}
