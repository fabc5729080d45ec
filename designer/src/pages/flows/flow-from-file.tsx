import type { Problem } from '@lineshaft/flow';
import { Alert, FileInput, List } from '@mantine/core';
import { useState } from 'react';
import { messages } from './messages.ts';
import { readFlowFile } from './read-flow-file.ts';

const texts = messages.create;
const maxProblems = 20;

/** Reads a flow file and says what is wrong with it before anything is saved. */
export function FlowFromFile({ onTake }: { onTake: (definition: Record<string, unknown> | undefined) => void }) {
  const [refusal, setRefusal] = useState<string>();
  const [problems, setProblems] = useState<Problem[]>();
  const read = async (file: File | null) => {
    setRefusal(undefined);
    setProblems(undefined);
    onTake(undefined);
    if (!file) return;
    const result = readFlowFile(await file.text());
    if ('refusal' in result) return setRefusal(texts[result.refusal]);
    // The node types are many: they are loaded when there is a file to check.
    const { checkDraft } = await import('../../editor/store/check-draft.ts');
    setProblems(checkDraft(result.definition, undefined));
    onTake(result.definition);
  };
  const errors = problems?.filter(({ severity }) => severity === 'error').length ?? 0;
  return (
    <>
      <FileInput
        size="xs"
        label={texts.file}
        description={texts.fileHint}
        accept="application/json,.json"
        onChange={file => void read(file)}
        error={refusal}
        clearable
        required
      />
      {problems && (
        <Alert color={errors > 0 ? 'orange' : 'blue'} p="xs" title={texts.problems(errors, problems.length - errors)}>
          <List size="xs">
            {problems.slice(0, maxProblems).map(problem => (
              <List.Item key={`${problem.path} ${problem.code} ${problem.message}`}>{problem.message}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </>
  );
}
