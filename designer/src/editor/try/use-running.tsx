import { List, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useRuntime } from '../../api/runtime.ts';
import { nodeTitle } from '../draft-flow.ts';
import { useEditor, useEditorStore } from '../store/editor-context.ts';
import { messageOfBody } from './message-of-body.ts';
import { messages } from './messages.ts';
import { deliveriesOf, isSource, type RunScope } from './run-scope.ts';
import { failedNode } from './trace-of-trial.ts';
import { useTryStore } from './try-context.ts';
import { tryRequestOf } from './try-request.ts';
import { useChosenSample } from './use-chosen-sample.ts';
import { usePinning } from './use-pinning.ts';
import { useTrace } from './use-trace.ts';

/** How to run the draft, or a part of it, on the chosen sample. */
export function useRunning() {
  const editor = useEditorStore();
  const store = useTryStore();
  const sample = useChosenSample();
  const trace = useTrace();
  const { pins } = usePinning();
  const flow = useEditor(state => state.flow);
  const isProduction = useRuntime().data?.environment === 'production';

  /** Why it cannot be run; undefined when it can. */
  const hindranceOf = (scope: RunScope | undefined): string | undefined => {
    if (!scope) return messages.bar.chooseNode;
    const node = scope.kind === 'all' ? undefined : flow?.nodes.find(({ id }) => id === scope.nodeId);
    if (scope.kind === 'only' && node && isSource(node)) return messages.bar.isSource;
    return sample ? undefined : messages.bar.chooseSample;
  };

  const run = async (scope: RunScope) => {
    const { document, flow: drawn } = editor.getState();
    const { sourceId, reallySend, shownRuns } = store.getState();
    if (!drawn || !sample || hindranceOf(scope) !== undefined) return;
    if (reallySend && isProduction) {
      const deliveries = deliveriesOf(drawn, scope, sourceId, id => pins.has(id)).map(nodeTitle);
      if (deliveries.length > 0 && !(await confirmSending(deliveries))) return;
    }
    const before = scope.kind === 'only' ? trace.get(scope.nodeId)?.runs : undefined;
    const known = before?.[shownRuns.get(before[0]?.run.nodeId ?? '') ?? 0]?.run.input;
    const input = known && messageOfBody(known);
    await store
      .getState()
      .run(tryRequestOf({ scope, document, flow: drawn, sampleId: sample.id, sourceId, input, reallySend }));
    const { latest, error } = store.getState();
    const { selection, select } = editor.getState();
    if (!latest || error || selection.nodes.size > 0) return;
    const shown = failedNode(latest.trial) ?? latest.trial.executions[0]?.runs.at(-1)?.nodeId;
    if (shown !== undefined) select({ nodes: new Set([shown]) });
  };
  return { run, hindranceOf };
}

/** Resolves to whether a person agrees that these nodes send to production. */
function confirmSending(nodes: readonly string[]): Promise<boolean> {
  const texts = messages.sending.confirm;
  return new Promise(resolve =>
    modals.openConfirmModal({
      title: texts.title,
      children: (
        <Text size="sm" component="div">
          {texts.text}
          <List size="sm">
            {nodes.map(name => (
              <List.Item key={name}>{name}</List.Item>
            ))}
          </List>
        </Text>
      ),
      labels: { confirm: texts.yes, cancel: texts.no },
      confirmProps: { color: 'red' },
      onConfirm: () => resolve(true),
      onCancel: () => resolve(false),
      onClose: () => resolve(false),
    }),
  );
}
