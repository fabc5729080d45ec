import type { ConnectionSummary, FlowSummary } from '@lineshaft/api';
import { type AnyNodeManifest, jsonPointer, type Problem, upgradeNodeConfig } from '@lineshaft/flow';
import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { asObject } from '../../ui/schema-form/field-value.ts';
import { SchemaForm } from '../../ui/schema-form/schema-form.tsx';
import { Section } from '../../ui/schema-form/section.tsx';
import type { KnownInput } from '../expression/known-input.ts';
import { ConnectionPicker } from './connection-picker.tsx';
import { FailureForm } from './failure-form.tsx';
import { InspectorContextProvider } from './inspector-context.ts';
import { messages } from './messages.ts';
import { ProblemAlerts } from './problem-alerts.tsx';
import { problemsByField } from './problems-by-field.ts';
import { nodeWidgets } from './widgets/node-widgets.ts';

export interface NodeFormProps {
  /** As it stands in the draft; it need not be valid. */
  node: Readonly<Record<string, unknown>>;
  /** Undefined: the type of the node is not known here. */
  manifest: AnyNodeManifest | undefined;
  /** What `checkFlow` finds wrong with this node. */
  problems: readonly Problem[];
  /** With a JSON pointer into the node, such as `/config/url`; `undefined` takes the value out. */
  onChange: (pointer: string, value: unknown) => void;
  /** The other nodes of the flow. */
  others: readonly { id: string; name: string }[];
  connections: readonly ConnectionSummary[];
  flows: readonly FlowSummary[];
  /** Topics in use, to choose from. */
  topics?: readonly string[];
  /** What its expressions work on; undefined: not known. */
  input: KnownInput | undefined;
  /** Finds out what they work on, where that is possible. */
  findInput: (() => Promise<void>) | undefined;
  /** Opens the dialog that makes a connection of the type, and calls `use` with its id. */
  onCreateConnection: (type: string, use: (id: string) => void) => void;
  /** What there is to know before the settings. */
  children?: ReactNode;
}

const noTopics: readonly string[] = [];

/** Everything that can be set of a node. Give it the node's id as `key`. */
export function NodeForm(props: NodeFormProps) {
  const { node, manifest, problems, onChange, others, connections, flows, topics = noTopics, input, findInput } = props;
  const world = useMemo(
    () => ({ connections, flows, topics, input, findInput }),
    [connections, flows, topics, input, findInput],
  );
  const { fields, rest } = problemsByField(problems);
  const connection = typeof node['connection'] === 'string' ? node['connection'] : undefined;
  return (
    <InspectorContextProvider value={world}>
      <Stack gap="md">
        {manifest && (
          <Text size="sm" c="dimmed">
            {manifest.description}
          </Text>
        )}
        <ProblemAlerts problems={rest} />
        <TextInput
          data-field="/name"
          label={messages.node.name}
          description={messages.node.nameDescription}
          withAsterisk
          maxLength={120}
          error={fields['name']}
          value={typeof node['name'] === 'string' ? node['name'] : ''}
          onChange={event => onChange('/name', event.currentTarget.value)}
        />
        {(manifest?.connection || connection !== undefined) && (
          <div data-field="/connection">
            <ConnectionPicker
              type={manifest?.connection?.type}
              isOptional={manifest?.connection?.optional ?? manifest?.connection === undefined}
              value={connection}
              error={fields['connection']}
              onChange={id => onChange('/connection', id)}
              onCreate={props.onCreateConnection}
            />
          </div>
        )}
        {props.children}
        <ConfigForm node={node} manifest={manifest} onChange={onChange} />
        {manifest && manifest.role !== 'source' && (
          <Section
            title={messages.failure.title}
            startsOpen={['retry', 'timeout', 'onFailure', 'compensation'].some(key => node[key] !== undefined)}
          >
            <FailureForm role={manifest.role} node={node} others={others} faults={fields} onChange={onChange} />
          </Section>
        )}
      </Stack>
    </InspectorContextProvider>
  );
}

type ConfigFormProps = Pick<NodeFormProps, 'node' | 'manifest' | 'onChange'>;

function ConfigForm({ node, manifest, onChange }: ConfigFormProps) {
  const texts = messages.node;
  const version = typeof node['version'] === 'number' ? node['version'] : 1;
  const config = asObject(node['config']);
  if (!manifest) return <Alert color="yellow">{texts.unknownType(String(node['type']))}</Alert>;
  if (version > manifest.version) return <Alert color="yellow">{texts.newer}</Alert>;
  if (version < manifest.version) {
    const bringUp = () => {
      onChange('/config', upgradeNodeConfig({ type: manifest.type, version, config }, manifest));
      onChange('/version', manifest.version);
    };
    return (
      <Alert color="blue">
        <Text size="sm" mb="xs">
          {texts.older(version, manifest.version)}
        </Text>
        <Button onClick={bringUp}>{texts.bringUp}</Button>
      </Alert>
    );
  }
  if (Object.keys(manifest.config.shape).length === 0 && Object.keys(config).length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {texts.noConfig}
      </Text>
    );
  }
  return (
    <SchemaForm
      at="/config"
      schema={manifest.config}
      value={config}
      onChange={(next, key) => onChange(jsonPointer(['config', key]), next[key])}
      widgets={nodeWidgets}
    />
  );
}
