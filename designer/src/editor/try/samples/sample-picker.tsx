import type { SampleSummary } from '@lineshaft/api';
import { ActionIcon, Button, Menu, Select, Text, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconClipboardText, IconDots, IconExternalLink, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useSamples } from '../../../api/samples.ts';
import { formatBytes } from '../../../ui/body-view/format-bytes.ts';
import { useEditor } from '../../store/editor-context.ts';
import { messages } from '../messages.ts';
import { useTryStore } from '../try-context.ts';
import { useChosenSample } from '../use-chosen-sample.ts';
import { AddSampleItems } from './add-sample-items.tsx';
import { useSampleActions } from './use-sample-actions.ts';

const texts = messages.samples;

/** Which sample runs take, and what can be done with samples. */
export function SamplePicker() {
  const store = useTryStore();
  const flowId = useEditor(state => state.flowId);
  const { data, isSuccess } = useSamples(flowId);
  const samples = data?.samples ?? [];
  const chosen = useChosenSample();
  const byId = new Map(samples.map(sample => [sample.id, sample]));
  return (
    <>
      {isSuccess && samples.length === 0 ? (
        <Button
          variant="light"
          leftSection={<IconClipboardText size={14} aria-hidden />}
          onClick={() => store.getState().choose({ dialog: { kind: 'sample' } })}
        >
          {texts.writeFirst}
        </Button>
      ) : (
        <Select
          aria-label={texts.label}
          placeholder={texts.choose}
          w={250}
          searchable={samples.length > 8}
          allowDeselect={false}
          comboboxProps={{ width: 330, position: 'top-start' }}
          value={chosen?.id ?? null}
          data={samples.map(({ id, name }) => ({ value: id, label: name }))}
          renderOption={({ option }) => <SampleOption sample={byId.get(option.value)} />}
          onChange={sampleId => store.getState().choose({ sampleId: sampleId ?? undefined })}
        />
      )}
      <Menu position="top-start">
        <Tooltip label={texts.add}>
          <span>
            <Menu.Target>
              <ActionIcon variant="default" size={30} aria-label={texts.add}>
                <IconPlus size={15} aria-hidden />
              </ActionIcon>
            </Menu.Target>
          </span>
        </Tooltip>
        <Menu.Dropdown>
          <AddSampleItems />
        </Menu.Dropdown>
      </Menu>
      {chosen && <SampleMenu sample={chosen} />}
    </>
  );
}

function SampleOption({ sample }: { sample: SampleSummary | undefined }) {
  if (!sample) return null;
  const { name, contentType, size, createdFrom } = sample;
  return (
    <span>
      <Text size="sm">{name}</Text>
      <Text size="xs" c="dimmed">
        {[contentType, formatBytes(size), ...(createdFrom === null ? [] : [texts.fromExecution])].join(' · ')}
      </Text>
    </span>
  );
}

/** What can be done with the chosen sample. */
function SampleMenu({ sample }: { sample: SampleSummary }) {
  const store = useTryStore();
  const { remove } = useSampleActions();
  const { createdFrom } = sample;
  const askToRemove = () =>
    modals.openConfirmModal({
      title: texts.removal.title(sample.name),
      children: <Text size="sm">{texts.removal.text}</Text>,
      labels: { confirm: texts.removal.yes, cancel: texts.removal.no },
      confirmProps: { color: 'red' },
      onConfirm: () => remove(sample),
    });
  return (
    <Menu position="top-start">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={texts.more} title={texts.more}>
          <IconDots size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size={14} aria-hidden />}
          onClick={() => store.getState().choose({ dialog: { kind: 'sample', sampleId: sample.id } })}
        >
          {texts.edit}
        </Menu.Item>
        {createdFrom !== null && (
          <Menu.Item
            leftSection={<IconExternalLink size={14} aria-hidden />}
            renderRoot={props => (
              <Link to="/executions/$executionId" params={{ executionId: createdFrom }} {...props} />
            )}
          >
            {texts.showExecution}
          </Menu.Item>
        )}
        <Menu.Item color="red" leftSection={<IconTrash size={14} aria-hidden />} onClick={askToRemove}>
          {texts.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
