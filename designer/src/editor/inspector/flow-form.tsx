import { flowDefinitionSchema, jsonPointer, type Problem } from '@lineshaft/flow';
import { Stack } from '@mantine/core';
import { useMemo } from 'react';
import { SchemaForm } from '../../ui/schema-form/schema-form.tsx';
import type { KnownInput } from '../expression/known-input.ts';
import { InspectorContextProvider } from './inspector-context.ts';
import { ProblemAlerts } from './problem-alerts.tsx';
import { nodeWidgets } from './widgets/node-widgets.ts';

interface FlowFormProps {
  /** The draft; it need not be valid. */
  flow: Readonly<Record<string, unknown>>;
  /** What `checkFlow` finds wrong with the flow, nodes included. */
  problems: readonly Problem[];
  /** A message that may come in; undefined: none is known. */
  input: KnownInput | undefined;
  /** With a JSON pointer into the flow, such as `/keys`; `undefined` takes the value out. */
  onChange: (pointer: string, value: unknown) => void;
}

const fieldsSchema = flowDefinitionSchema.pick({
  name: true,
  owner: true,
  domain: true,
  description: true,
  keys: true,
  limits: true,
  retention: true,
});

/** What can be set of a flow as a whole. */
export function FlowForm({ flow, problems, input, onChange }: FlowFormProps) {
  const value = useMemo(
    () => Object.fromEntries(Object.entries(flow).filter(([key]) => Object.hasOwn(fieldsSchema.shape, key))),
    [flow],
  );
  const world = useMemo(() => ({ connections: [], flows: [], topics: [], input, findInput: undefined }), [input]);
  const withoutField = problems.filter(
    ({ nodeId, path }) => nodeId === undefined && !Object.hasOwn(fieldsSchema.shape, path.split('/')[1] ?? ''),
  );
  return (
    <Stack gap="md">
      <ProblemAlerts problems={withoutField} />
      <InspectorContextProvider value={world}>
        <SchemaForm
          schema={fieldsSchema}
          value={value}
          onChange={(next, key) => onChange(jsonPointer([key]), next[key])}
          widgets={nodeWidgets}
        />
      </InspectorContextProvider>
    </Stack>
  );
}
