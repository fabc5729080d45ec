import type { Problem } from '@lineshaft/flow';
import { Alert, List, Text, UnstyledButton } from '@mantine/core';
import { placeOfProblem } from '../../../editor/place-of-problem.ts';
import { useEditor } from '../../../editor/store/editor-context.ts';
import { messages } from './messages.ts';

/** What keeps the draft from being published; each entry leads to its field. */
export function PublishProblems({ problems, onClose }: { problems: readonly Problem[]; onClose: () => void }) {
  const flow = useEditor(state => state.flow);
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
        {errors.slice(0, 20).map(problem => (
          <List.Item key={`${problem.path} ${problem.code}`}>
            <UnstyledButton
              fz="sm"
              onClick={() => {
                onClose();
                goTo(placeOfProblem(flow, problem));
              }}
            >
              {problem.message}
            </UnstyledButton>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
