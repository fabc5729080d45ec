import { Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useExampleFlows } from '../../api/flows.ts';
import { messages } from './messages.ts';

/** Chooses one of the flows that come with Lineshaft. */
export function FlowFromExample({ onTake }: { onTake: (definition: Record<string, unknown> | undefined) => void }) {
  const examples = useExampleFlows();
  const [chosen, setChosen] = useState<string | null>(null);
  const flows = examples.data?.flows ?? [];
  const choose = (id: string | null) => {
    setChosen(id);
    onTake(flows.find(each => each.id === id)?.definition);
  };
  return (
    <div>
      <Select
        label={messages.create.example}
        data={flows.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={choose}
        error={examples.error?.message}
        searchable
        required
      />
      <Text size="xs" c="dimmed" mt={4}>
        {flows.find(({ id }) => id === chosen)?.description}
      </Text>
    </div>
  );
}
