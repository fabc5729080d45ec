import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useSample } from '../../api/samples.ts';
import type { DraftEdge, DraftFlow, DraftNode } from '../draft-flow.ts';
import { useEditorStore } from '../store/editor-context.ts';
import { tryRequestOf } from '../try/try-request.ts';
import { tryStoreOf } from '../try/try-store.ts';
import { useChosenSample } from '../try/use-chosen-sample.ts';
import { getsSample, inputOfTrial } from './input-of-trial.ts';
import { inputOfSample, type KnownInput } from './known-input.ts';

/**
 * What a node's expressions work on, as far as it is known: what came into its last run in a try, else the chosen
 * sample, where that comes straight from a source.
 */
export function useKnownInput(flow: DraftFlow, node: DraftNode): KnownInput | undefined {
  const run = useLastInput(flow.edges, node.id);
  const sourceId = useStore(tryStoreOf(useEditorStore()), state => state.sourceId);
  const sample = useChosenSampleInput(run === undefined && getsSample(flow, node.id, sourceId));
  return run ?? sample;
}

function useLastInput(edges: readonly DraftEdge[], nodeId: string): KnownInput | undefined {
  const store = tryStoreOf(useEditorStore());
  const trial = useStore(store, ({ alone, last }) => (alone.get(nodeId) ?? last)?.trial);
  const index = useStore(store, ({ shownRuns }) => shownRuns.get(nodeId) ?? 0);
  return useMemo(() => inputOfTrial(trial, edges, nodeId, index), [trial, edges, nodeId, index]);
}

/** The chosen sample, where it is `isWanted`: otherwise it is not loaded. */
export function useChosenSampleInput(isWanted: boolean): KnownInput | undefined {
  const { flowId } = useEditorStore().getState();
  const id = useChosenSample()?.id;
  const sample = useSample(flowId, isWanted ? id : undefined).data;
  return useMemo(() => {
    if (!sample || !isWanted || 'base64' in sample.body) return undefined;
    return inputOfSample({ ...sample, text: sample.body.text });
  }, [sample, isWanted]);
}

/**
 * How to learn what comes into a node: the chosen sample is run up to what leads to it, and nothing is sent. Undefined
 * where there is no sample, or nothing leads to it.
 */
export function useFindInput(flow: DraftFlow, node: DraftNode): (() => Promise<void>) | undefined {
  const editor = useEditorStore();
  const sampleId = useChosenSample()?.id;
  const before = flow.edges.find(({ to }) => to === node.id)?.from;
  return useMemo(() => {
    if (sampleId === undefined || before === undefined) return undefined;
    return async () => {
      const { document, flow: drawn } = editor.getState();
      const { sourceId, run } = tryStoreOf(editor).getState();
      if (!drawn) return;
      await run(
        tryRequestOf({
          scope: { kind: 'until', nodeId: before },
          document,
          flow: drawn,
          sampleId,
          sourceId,
          input: undefined,
          reallySend: false,
        }),
      );
    };
  }, [editor, sampleId, before]);
}
