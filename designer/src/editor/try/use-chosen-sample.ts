import type { SampleSummary } from '@lineshaft/api';
import { useSamples } from '../../api/samples.ts';
import { useEditor } from '../store/editor-context.ts';
import { useTry } from './try-context.ts';

/** The sample that runs take: the one that was chosen, or else the first. */
export function useChosenSample(): SampleSummary | undefined {
  const flowId = useEditor(state => state.flowId);
  const chosen = useTry(state => state.sampleId);
  const samples = useSamples(flowId).data?.samples ?? [];
  return samples.find(({ id }) => id === chosen) ?? samples[0];
}
