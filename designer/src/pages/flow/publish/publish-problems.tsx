import type { Problem } from '@lineshaft/flow';
import { Alert, List, Text, UnstyledButton } from '@mantine/core';
import { useEditor } from '../../../editor/store/editor-context.ts';
import { messages } from './messages.ts';

/** What keeps the draft from being published; each entry leads to its node. */
export function PublishProblems({ problems, onClose }: { problems: readonly Problem[]; onClose: () => void }) {
  const goTo = useEditor(state => state.goTo);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.length - errors.length;
  if (errors.length === 0)
    return warnings === 0 ? null : (
      <Text size="sm" c="dimmed">
        {messages.warnings(warnings)}
      </Text>
    );
  return (
    <Alert color="red" variant="light" title={messages.prevented}>
      <List size="sm" spacing={2}>
        {errors.slice(0, 20).map(({ path, code, nodeId, message }) => (
          <List.Item key={`${path} ${code}`}>
            <UnstyledButton
              fz="sm"
              onClick={() => {
                onClose();
                goTo(nodeId, path);
              }}
            >
              {message}
            </UnstyledButton>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
