import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useSample, useSamples } from '../../api/samples.ts';
import type { DraftFlow, DraftNode } from '../draft-flow.ts';
import { useEditorStore } from '../store/editor-context.ts';
import { isSource } from '../try/run-scope.ts';
import { traceOfTrial } from '../try/trace-of-trial.ts';
import { tryStoreOf } from '../try/try-store.ts';
import { inputOfSample, type KnownInput } from './known-input.ts';

/**
 * What a node's expressions work on, as far as it is known: what came into its last run in a try, else the chosen
 * sample, where that comes straight from a source.
 */
export function useKnownInput(flow: DraftFlow, node: DraftNode): KnownInput | undefined {
  const run = useLastInput(node.id);
  const sample = useChosenSampleInput(run === undefined && comesFromSource(flow, node));
  return run ?? sample;
}

function useLastInput(nodeId: string): KnownInput | undefined {
  const store = tryStoreOf(useEditorStore());
  const trial = useStore(store, ({ alone, last }) => (alone.get(nodeId) ?? last)?.trial);
  const index = useStore(store, ({ shownRuns }) => shownRuns.get(nodeId) ?? 0);
  return useMemo(() => {
    const input = traceOfTrial(trial).get(nodeId)?.runs[index]?.run.input;
    if (input?.json === undefined || input.truncated) return undefined;
    const { json: body, headers, contentType } = input;
    return { from: 'run', body, headers, contentType };
  }, [trial, nodeId, index]);
}

/** The chosen sample, where it is `isWanted`: otherwise it is not loaded. */
export function useChosenSampleInput(isWanted: boolean): KnownInput | undefined {
  const editor = useEditorStore();
  const { flowId } = editor.getState();
  const chosen = useStore(tryStoreOf(editor), ({ sampleId }) => sampleId);
  const samples = useSamples(flowId).data?.samples ?? [];
  const id = (samples.find(each => each.id === chosen) ?? samples[0])?.id;
  const sample = useSample(flowId, isWanted ? id : undefined).data;
  return useMemo(() => {
    if (!sample || !isWanted || 'base64' in sample.body) return undefined;
    return inputOfSample({ ...sample, text: sample.body.text });
  }, [sample, isWanted]);
}

function comesFromSource(flow: DraftFlow, { id }: DraftNode): boolean {
  return flow.edges.some(({ from, to }) => to === id && flow.nodes.some(node => node.id === from && isSource(node)));
}
