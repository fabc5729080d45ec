import { Text } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import { useSamples } from '../../api/samples.ts';
import { Failure, Loading } from '../../ui/states.tsx';
import { useEditor } from '../store/editor-context.ts';
import { useAskedForField } from '../use-asked-for-field.ts';
import { messages } from './messages.ts';
import { NodeColumns } from './node-columns.tsx';
import { Outcome } from './outcome.tsx';
import { PanelHeight, usePanelHeight } from './panel-height.tsx';
import { ReallySent } from './really-sent.tsx';
import { RunBar } from './run-bar.tsx';
import { NoSamples } from './samples/no-samples.tsx';
import { SampleDialogs } from './samples/sample-dialogs.tsx';
import { useSampleActions } from './samples/use-sample-actions.ts';
import { TraceList } from './trace-list.tsx';
import classes from './try-panel.module.css';
import { useChosenNode } from './use-chosen-node.ts';

/** Samples, runs, and what the chosen node made of them. A file that is dropped here becomes a sample. */
export function TryPanel() {
  const flowId = useEditor(state => state.flowId);
  const samples = useSamples(flowId);
  const node = useChosenNode();
  const body = useAskedForField();
  const { height, setHeight } = usePanelHeight();
  const { upload } = useSampleActions();
  const [isDropping, setDropping] = useState(false);
  const hasFile = (event: DragEvent) => event.dataTransfer.types.includes('Files');

  return (
    <>
      <PanelHeight height={height} onChange={setHeight} />
      <section
        className={classes['panel']}
        aria-label={messages.label}
        style={{ height: `${height}%` }}
        onDragOver={event => {
          if (!hasFile(event)) return;
          event.preventDefault();
          setDropping(true);
        }}
        onDragLeave={event => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
        }}
        onDrop={event => {
          const file = event.dataTransfer.files[0];
          setDropping(false);
          if (!file) return;
          event.preventDefault();
          void upload(file);
        }}
      >
        <RunBar />
        <ReallySent />
        <Outcome />
        <div ref={body} className={classes['body']}>
          <TraceList />
          {node ? (
            <NodeColumns key={node.id} node={node} />
          ) : samples.error ? (
            <Failure error={samples.error} retry={() => void samples.refetch()} />
          ) : !samples.data ? (
            <Loading />
          ) : samples.data.samples.length === 0 ? (
            <NoSamples />
          ) : (
            <Text size="sm" c="dimmed" p="md">
              {messages.panel.begin}
            </Text>
          )}
        </div>
        {isDropping && <div className={classes['drop']}>{messages.samples.drop}</div>}
        <SampleDialogs />
      </section>
    </>
  );
}
