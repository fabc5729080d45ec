import { maxSampleBytes, type SampleSummary } from '@lineshaft/api';
import { notifications } from '@mantine/notifications';
import { fetchExecutions } from '../../../api/executions.ts';
import {
  type SampleContent,
  type TakenSample,
  useAddSample,
  useDeleteSample,
  useSamples,
} from '../../../api/samples.ts';
import { formatBytes } from '../../../ui/body-view/format-bytes.ts';
import { useEditor } from '../../store/editor-context.ts';
import { messages } from '../messages.ts';
import { useTryStore } from '../try-context.ts';
import { sampleOfFile } from './sample-of-file.ts';

const texts = messages.samples;

/** What can be done with the samples of the flow. What is added is chosen for the next run. */
export function useSampleActions() {
  const flowId = useEditor(state => state.flowId);
  const store = useTryStore();
  const samples = useSamples(flowId).data?.samples ?? [];
  const addSample = useAddSample(flowId);
  const deleteSample = useDeleteSample(flowId);

  const add = async (body: SampleContent | TakenSample): Promise<boolean> => {
    try {
      const { id, name } = await addSample.mutateAsync(body);
      store.getState().choose({ sampleId: id });
      notifications.show({ message: texts.added(name), color: 'success' });
      return true;
    } catch (error) {
      showRefusal(error);
      return false;
    }
  };
  const upload = async (file: File) => {
    if (file.size > maxSampleBytes)
      return notifications.show({ color: 'red', message: texts.tooLarge(formatBytes(maxSampleBytes)) });
    return add(await sampleOfFile(file));
  };
  /** The message of an execution; one that was taken already is chosen again. */
  const take = (executionId: string) => {
    const taken = samples.find(({ createdFrom }) => createdFrom === executionId);
    if (!taken) return add({ executionId });
    store.getState().choose({ sampleId: taken.id });
    return Promise.resolve(true);
  };
  const takeLast = async () => {
    try {
      const [newest] = (await fetchExecutions({ flow: flowId }, { limit: 1 })).executions;
      if (newest) await take(newest.id);
      else notifications.show({ message: texts.noLast });
    } catch (error) {
      showRefusal(error);
    }
  };
  const remove = (sample: SampleSummary) => deleteSample.mutate(sample.id, { onError: showRefusal });
  return { add, upload, take, takeLast, remove, isBusy: addSample.isPending };
}

function showRefusal(error: unknown): void {
  notifications.show({ color: 'red', message: error instanceof Error ? error.message : String(error) });
}
