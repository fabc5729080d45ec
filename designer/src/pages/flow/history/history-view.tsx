import type { FlowVersion, SavedFlow } from '@lineshaft/api';
import { Button, Group, Select, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useFlowVersions, useRollBack } from '../../../api/flow-versions.ts';
import { useFlowVersion } from '../../../api/flows.ts';
import { ComparisonView } from '../../../editor/compare/comparison-view.tsx';
import type { JsonObject } from '../../../editor/draft-flow.ts';
import { useEditor } from '../../../editor/store/editor-context.ts';
import { Empty, Failure, Loading } from '../../../ui/states.tsx';
import classes from './history-view.module.css';
import { messages } from './messages.ts';
import { VersionList } from './version-list.tsx';

const draft = 'draft';
const beginning = 'beginning';

/** What was published when, what it changed, and the way back to it. */
export function HistoryView({ flow }: { flow: SavedFlow }) {
  const { data, error, refetch } = useFlowVersions(flow.id);
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.versions.length === 0) return <Empty title={messages.empty.title}>{messages.empty.text}</Empty>;
  return <Versions flow={flow} versions={data.versions} />;
}

function Versions({ flow, versions }: { flow: SavedFlow; versions: FlowVersion[] }) {
  const [shown, setShown] = useState(String(versions[0]?.version ?? draft));
  const [against, setAgainst] = useState(before(shown, versions));
  const show = (name: string) => {
    setShown(name);
    setAgainst(before(name, versions));
  };
  const names = versions.map(({ version }) => ({ value: String(version), label: messages.version(version) }));
  return (
    <div className={classes['view']}>
      <VersionList flow={flow} versions={versions} shown={shown} onShow={show} draft={draft} />
      <div className={classes['comparison']}>
        <Group gap="xs">
          <Text size="sm">{messages.compare}</Text>
          <Select
            aria-label={messages.compare}
            w={110}
            allowDeselect={false}
            data={[{ value: draft, label: messages.draft }, ...names]}
            value={shown}
            onChange={value => value !== null && setShown(value)}
          />
          <Text size="sm">{messages.against}</Text>
          <Select
            aria-label={messages.against}
            w={140}
            allowDeselect={false}
            data={[...names, { value: beginning, label: messages.firstVersion }]}
            value={against}
            onChange={value => value !== null && setAgainst(value)}
          />
          {shown !== draft && <VersionActions flow={flow} version={Number(shown)} versions={versions} />}
        </Group>
        <Comparison key={`${shown} ${against}`} id={flow.id} shown={shown} against={against} />
      </div>
    </div>
  );
}

function Comparison({ id, shown, against }: { id: string; shown: string; against: string }) {
  const document = useEditor(state => state.document);
  const after = useVersionOr(id, shown, document);
  const earlier = useVersionOr(id, against, nothing);
  const error = after.error ?? earlier.error;
  if (error) return <Failure error={error} />;
  if (!after.definition || !earlier.definition) return <Loading />;
  return <ComparisonView before={earlier.definition} after={{ ...after.definition, layout: document['layout'] }} />;
}

const nothing: JsonObject = { nodes: [], edges: [] };

/** A version by its number, or what stands for one that has none. */
function useVersionOr(id: string, name: string, other: JsonObject): { definition?: JsonObject; error?: Error | null } {
  const version = Number(name);
  const isVersion = !Number.isNaN(version);
  const { data, error } = useFlowVersion(id, isVersion ? version : 0, isVersion);
  return isVersion ? { definition: data?.definition, error } : { definition: other };
}

function VersionActions({ flow, version, versions }: { flow: SavedFlow; version: number; versions: FlowVersion[] }) {
  const rollBack = useRollBack(flow.id);
  const { data } = useFlowVersion(flow.id, version);
  const replace = useEditor(state => state.replace);
  const document = useEditor(state => state.document);
  const isCurrent = versions.find(one => one.version === version)?.current === true;
  const ask = () =>
    modals.openConfirmModal({
      title: messages.confirm.title(version),
      children: <Text size="sm">{messages.confirm.text(version)}</Text>,
      labels: { confirm: messages.confirm.yes, cancel: messages.confirm.no },
      onConfirm: () => rollBack.mutate(version),
    });
  return (
    <>
      {!isCurrent && (
        <Button variant="default" loading={rollBack.isPending} onClick={ask}>
          {messages.rollBack}
        </Button>
      )}
      <Button
        variant="default"
        disabled={!data}
        onClick={() => {
          const { layout, notes } = document;
          replace({ ...data?.definition, layout, ...(notes === undefined ? {} : { notes }) });
          notifications.show({ message: messages.taken(version) });
        }}
      >
        {messages.takeAsDraft}
      </Button>
    </>
  );
}

/** What a version is compared with at first: the one before it. */
function before(name: string, versions: readonly FlowVersion[]): string {
  if (name === draft) return String(versions.find(({ current }) => current)?.version ?? versions[0]?.version);
  const earlier = versions.find(({ version }) => version < Number(name));
  return earlier ? String(earlier.version) : beginning;
}
