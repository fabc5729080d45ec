import type { PinnedOutput } from '@lineshaft/api';
import { notifications } from '@mantine/notifications';
import { useDeletePin, usePins, useSavePin } from '../../api/pins.ts';
import { nodeTitle } from '../draft-flow.ts';
import { useEditor, useEditorStore } from '../store/editor-context.ts';
import { messageOfBody } from './message-of-body.ts';
import { messages } from './messages.ts';
import { useTryStore } from './try-context.ts';
import { useTrace } from './use-trace.ts';

/** Outputs that nodes are pinned to: which, and how to pin and unpin. */
export function usePinning() {
  const flowId = useEditor(state => state.flowId);
  const editor = useEditorStore();
  const store = useTryStore();
  const pins = usePins(flowId);
  const savePin = useSavePin(flowId);
  const deletePin = useDeletePin(flowId);
  const trace = useTrace();

  const titleOf = (nodeId: string) => {
    const node = editor.getState().flow?.nodes.find(({ id }) => id === nodeId);
    return node ? nodeTitle(node) : nodeId;
  };
  const save = (nodeId: string, outputs: PinnedOutput[]) =>
    savePin.mutateAsync({ nodeId, outputs }).then(() => {
      notifications.show({ message: messages.pin.pinned(titleOf(nodeId)) });
    });
  const unpin = (nodeId: string) =>
    deletePin.mutate(nodeId, {
      onSuccess: () => notifications.show({ message: messages.pin.unpinned(titleOf(nodeId)) }),
      onError: showRefusal,
    });
  /** What the run of the node that is shown sent out; undefined when it was cut off or there is none. */
  const outputsOf = (nodeId: string): PinnedOutput[] | undefined => {
    const traced = trace.get(nodeId);
    const shown = traced?.runs[store.getState().shownRuns.get(nodeId) ?? 0]?.run;
    if (!shown || shown.error) return undefined;
    const outputs = shown.outputs.map(({ port, ...item }) => {
      const message = messageOfBody(item);
      return message && { port, ...message };
    });
    return outputs.every(output => output !== undefined) ? outputs : undefined;
  };
  /** Pins what the node sent out; a node that sent nothing yet, or was stubbed, is asked for. */
  const pin = (nodeId: string) => {
    const outputs = trace.get(nodeId)?.stoodIn === null ? outputsOf(nodeId) : undefined;
    if (outputs) save(nodeId, outputs).catch(showRefusal);
    else store.getState().choose({ dialog: { kind: 'pin', nodeId } });
  };
  return { pins, save, unpin, outputsOf, pin };
}

function showRefusal(error: Error): void {
  notifications.show({ color: 'red', message: error.message });
}
