import type { ExecutionDetail } from '@lineshaft/api';
import type { FlowDefinition } from '@lineshaft/flow';
import { Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { Loading } from '../../ui/states.tsx';
import { ExecutionFacts } from './execution-facts.tsx';
import classes from './execution-page.module.css';
import { failedRun } from './failed-run.ts';
import { FailureSummary } from './failure-summary.tsx';
import { lightUp } from './light-up.ts';
import { messages } from './messages.ts';
import { RunPanel } from './run-panel.tsx';
import { layOutWaterfall, type WaterfallRow } from './waterfall-layout.ts';
import { WaterfallView } from './waterfall-view.tsx';

const FlowPicture = lazy(async () => ({
  default: (await import('../../editor/canvas/flow-picture.tsx')).FlowPicture,
}));

const route = getRouteApi('/executions/$executionId');

interface ExecutionTraceProps {
  execution: ExecutionDetail;
  flow: { definition: FlowDefinition | undefined; isPending: boolean };
  onLoadWhole: (bytes: number) => void;
}

/** Facts, waterfall, drawn flow and the chosen run; what is chosen stands in the address. */
export function ExecutionTrace({ execution, flow: { definition, isPending }, onLoadWhole }: ExecutionTraceProps) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const nodeNames = useMemo(() => new Map(definition?.nodes.map(({ id, name }) => [id, name])), [definition]);
  const waterfall = useMemo(() => layOutWaterfall(execution, nodeNames), [execution, nodeNames]);
  const marks = useMemo(() => definition && lightUp(definition, execution), [definition, execution]);
  const failed = failedRun(execution);
  const chosen = search.run === undefined ? { run: failed?.run, attempt: failed?.attempt } : search;
  const row = rowOf(waterfall.rows, chosen) ?? waterfall.rows.find(({ pending }) => pending) ?? waterfall.rows[0];

  const select = (next: WaterfallRow | undefined) =>
    next &&
    void navigate({
      search: { run: next.run, attempt: next.attempt?.attempt ?? 0 },
      replace: true,
      resetScroll: false,
    });

  return (
    <div className={classes['trace']}>
      <ExecutionFacts execution={execution} flowName={definition?.name ?? execution.flowId} />
      {execution.error && (
        <FailureSummary
          execution={execution}
          nodeName={nodeNames.get(execution.error.nodeId) ?? execution.error.nodeId}
          onShow={failed && (() => select(rowOf(waterfall.rows, failed)))}
        />
      )}
      <div className={classes['middle']}>
        <WaterfallView waterfall={waterfall} selected={row?.key} onSelect={select} />
        {definition && marks ? (
          <div className={classes['picture']}>
            <Suspense fallback={<Loading />}>
              <FlowPicture
                label={messages.diagram.label}
                flow={definition}
                marks={marks.nodes}
                edgeMarks={marks.edges}
                chosen={row?.nodeId}
                onChoose={nodeId => {
                  if (nodeId !== row?.nodeId) select(waterfall.rows.findLast(each => each.nodeId === nodeId));
                }}
              />
            </Suspense>
          </div>
        ) : (
          <Text c="dimmed" size="sm" p="md">
            {isPending ? '' : messages.diagram.gone}
          </Text>
        )}
      </div>
      <div className={classes['bottom']}>
        {row ? (
          <RunPanel
            row={row}
            correlationId={execution.correlationId}
            node={definition?.nodes.find(({ id }) => id === row.nodeId)}
            runNames={new Map(execution.nodeRuns.map(({ run, nodeName }) => [run, nodeName]))}
            onLoadWhole={onLoadWhole}
          />
        ) : (
          <Text c="dimmed" size="sm">
            {messages.run.choose}
          </Text>
        )}
      </div>
    </div>
  );
}

/** Attempt 0 is what is still to do of the run; without an attempt, the last row of the run is meant. */
function rowOf(
  rows: readonly WaterfallRow[],
  { run, attempt }: { run?: number | undefined; attempt?: number | undefined },
): WaterfallRow | undefined {
  const ofRun = rows.filter(each => each.run === run);
  return ofRun.find(each => attempt !== undefined && (each.attempt?.attempt ?? 0) === attempt) ?? ofRun.at(-1);
}
