import type { SampleSummary } from '@lineshaft/api';
import { useStore } from 'zustand';
import { useSamples } from '../../api/samples.ts';
import { useEditorStore } from '../store/editor-context.ts';
import { tryStoreOf } from './try-store.ts';

/** The sample that tries of the open flow take: the one that was chosen, or else the first. */
export function useChosenSample(): SampleSummary | undefined {
  const editor = useEditorStore();
  const chosen = useStore(tryStoreOf(editor), ({ sampleId }) => sampleId);
  const samples = useSamples(editor.getState().flowId).data?.samples ?? [];
  return samples.find(({ id }) => id === chosen) ?? samples[0];
}
