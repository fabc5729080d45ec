import type { BodyView as Body, NodeRun } from '@lineshaft/api';
import type { FlowNode } from '@lineshaft/flow';
import { Alert, Text } from '@mantine/core';
import { Fragment, lazy, type ReactNode, Suspense } from 'react';
import { maxBodyLimit } from '../../api/executions.ts';
import { explainError, failingPath } from '../../failures/explain-error.ts';
import { BodyView } from '../../ui/body-view/body-view.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { messages } from './messages.ts';
import { pendingState } from './pending-state.ts';
import classes from './run-panel.module.css';
import type { WaterfallRow } from './waterfall-layout.ts';

const texts = messages.run;

// What knows every node type and every expression is loaded when there is a run to look at.
const NodeSettings = lazy(async () => ({ default: (await import('./node-settings.tsx')).NodeSettings }));
const HttpCallView = lazy(async () => ({
  default: (await import('../../http-call/http-call-view.tsx')).HttpCallView,
}));

interface RunPanelProps {
  row: WaterfallRow;
  correlationId: string;
  /** The node as the version has it that ran; undefined when that is not kept. */
  node: FlowNode | undefined;
  /** Names of the nodes of all runs, by number of the run. */
  runNames: ReadonlyMap<number, string>;
  /** Asks for bodies of up to this many bytes. */
  onLoadWhole: (bytes: number) => void;
}

/** Input, settings and output of one attempt, side by side. */
export function RunPanel({ row, correlationId, node, runNames, onLoadWhole }: RunPanelProps) {
  const { attempt, pending } = row;
  const loader = (body: Body) =>
    body.truncated && body.size <= maxBodyLimit ? () => onLoadWhole(body.size) : undefined;
  return (
    <div className={classes['panel']}>
      <Column title={texts.input} note={attempt && originOf(attempt, runNames)}>
        {attempt && <Headers headers={attempt.input.headers} />}
        {attempt && (
          <BodyView
            key={row.key}
            body={attempt.input}
            label={texts.input}
            marked={failingPath(attempt.error)}
            onLoadWhole={loader(attempt.input)}
          />
        )}
      </Column>
      <Column title={texts.settings} note={node?.type}>
        {node ? (
          <Suspense fallback={null}>
            <NodeSettings key={node.id} node={node} />
          </Suspense>
        ) : (
          <Note text={texts.settingsGone} />
        )}
      </Column>
      <Column title={texts.output} note={attempt && outputNote(attempt)}>
        {attempt && node && (
          <Suspense fallback={null}>
            <HttpCallView node={node} input={{ ...attempt.input, correlationId }} status={statusOf(attempt)} />
          </Suspense>
        )}
        {attempt?.error && <RunFailure error={attempt.error} />}
        {pending && (
          <Text size="sm">
            {texts.pending[pendingState(pending)]}
            {pending.dueAt !== null && (
              <>
                {' '}
                <Countdown to={pending.dueAt} />
              </>
            )}
          </Text>
        )}
        {attempt && attempt.outputs.length === 0 && !attempt.error && <Note text={texts.noOutput} />}
        {attempt?.outputs.map((output, index) => (
          // Outputs have no identity but their place.
          <Fragment key={`${row.key}.${index}`}>
            <Headers headers={output.headers} />
            <BodyView body={output} label={texts.outputOf(output.port)} onLoadWhole={loader(output)} />
          </Fragment>
        ))}
      </Column>
    </div>
  );
}

function Column({ title, note, children }: { title: string; note: string | undefined; children: ReactNode }) {
  return (
    <section className={classes['column']} aria-label={title}>
      <h2 className={classes['title']}>
        {title} <span className={classes['note']}>{note}</span>
      </h2>
      {children}
    </section>
  );
}

function Headers({ headers }: { headers: Readonly<Record<string, string>> }) {
  const entries = Object.entries(headers);
  if (entries.length === 0) return null;
  return (
    <details className={classes['headers']}>
      <summary>{texts.headers(entries.length)}</summary>
      <dl>
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Note({ text }: { text: string }) {
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}

function RunFailure({ error }: { error: NonNullable<NodeRun['error']> }) {
  const { what, message, answer } = explainError(error);
  return (
    <Alert color="red" p="xs" title={`${texts.failed}: ${what}`}>
      <Text size="sm">{message}</Text>
      {answer && <pre className={classes['answer']}>{answer}</pre>}
    </Alert>
  );
}

function originOf({ input }: NodeRun, runNames: ReadonlyMap<number, string>): string {
  if (input.fromRun === null) return texts.isMessage;
  return texts.cameFrom(runNames.get(input.fromRun) ?? String(input.fromRun), input.port ?? '');
}

function outputNote({ outputs }: NodeRun): string {
  return [...new Set(outputs.map(({ port }) => port))].join(', ');
}

/** The status that was answered, as a request node passes it on or as its failure says it. */
function statusOf({ outputs, error }: NodeRun): string | undefined {
  const status = outputs[0]?.headers['x-http-status'] ?? error?.details?.['status'];
  return typeof status === 'string' || typeof status === 'number' ? String(status) : undefined;
}
