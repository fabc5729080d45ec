import {
  defaultNodeTimeout,
  defaultProcessorRetry,
  defaultSinkRetry,
  type NodeRole,
  retryPolicySchema,
} from '@lineshaft/flow';
import { SegmentedControl, Select, Stack, Switch, Text, Input } from '@mantine/core';
import { DurationInput } from '../../ui/duration-input.tsx';
import { asObject } from '../../ui/schema-form/field-value.ts';
import { SchemaForm } from '../../ui/schema-form/schema-form.tsx';
import { describeRetry } from './describe-retry.ts';
import { messages } from './messages.ts';
import { nodeWidgets } from './widgets/node-widgets.ts';

interface FailureFormProps {
  role: NodeRole;
  node: Readonly<Record<string, unknown>>;
  /** The other nodes of the flow. */
  others: readonly { id: string; name: string }[];
  /** What is wrong, by field of the node. */
  faults: Readonly<Record<string, string | undefined>>;
  onChange: (pointer: string, value: unknown) => void;
}

/** How often a node is tried, for how long, and what follows when that was in vain. */
export function FailureForm({ role, node, others, faults, onChange }: FailureFormProps) {
  const texts = messages.failure;
  const usual = role === 'sink' ? defaultSinkRetry : defaultProcessorRetry;
  const hasOwn = node['retry'] !== undefined;
  const compensation = typeof node['compensation'] === 'string' ? node['compensation'] : null;
  return (
    <Stack gap="sm">
      <div>
        <Text size="sm" my={4} role="status">
          {describeRetry(node['retry'] ?? usual)}
        </Text>
        <Switch
          label={texts.ownPolicy}
          description={texts.ownPolicyDescription}
          checked={hasOwn}
          onChange={({ currentTarget }) =>
            onChange('/retry', currentTarget.checked ? { attempts: usual.attempts } : undefined)
          }
        />
      </div>
      {hasOwn && (
        <SchemaForm
          at="/retry"
          schema={retryPolicySchema}
          value={asObject(node['retry'])}
          onChange={policy => onChange('/retry', policy)}
          widgets={nodeWidgets}
        />
      )}
      <DurationInput
        data-field="/timeout"
        label={texts.timeout}
        description={texts.timeoutDescription}
        error={faults['timeout']}
        placeholder={defaultNodeTimeout}
        value={node['timeout']}
        onChange={timeout => onChange('/timeout', timeout)}
      />
      <Input.Wrapper
        component="div"
        data-field="/onFailure"
        label={texts.onFailure}
        labelElement="div"
        description={texts.onFailureDescription}
      >
        <SegmentedControl
          mt={4}
          fullWidth
          aria-label={texts.onFailure}
          data={[
            { value: 'dead-letter', label: texts.deadLetter },
            { value: 'error-port', label: texts.errorPort },
          ]}
          value={node['onFailure'] === 'error-port' ? 'error-port' : 'dead-letter'}
          onChange={value => onChange('/onFailure', value === 'error-port' ? value : undefined)}
        />
      </Input.Wrapper>
      <Select
        data-field="/compensation"
        label={texts.compensation}
        description={texts.compensationDescription}
        error={faults['compensation']}
        placeholder={texts.compensationNone}
        clearable
        searchable
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        value={compensation}
        onChange={id => onChange('/compensation', id ?? undefined)}
      />
    </Stack>
  );
}
