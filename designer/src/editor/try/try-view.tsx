import { useEffect, useMemo } from 'react';
import { CanvasOverlayContext } from '../canvas/canvas-overlay.ts';
import { FlowEditor } from '../flow-editor.tsx';
import { useEditor, useEditorStore } from '../store/editor-context.ts';
import { edgeMarks, nodeMarks } from './marks-of-trial.ts';
import { PinDialog } from './pin-dialog.tsx';
import { TryContext, useTry } from './try-context.ts';
import { TryPanel } from './try-panel.tsx';
import { tryStoreOf } from './try-store.ts';
import { useNodeMenu } from './use-node-menu.ts';
import { usePinning } from './use-pinning.ts';
import { useTrace } from './use-trace.ts';
import { useTryKeys } from './use-try-keys.ts';

/** The draft, tried on samples: the canvas lit by the run, and each node's input, settings and output. */
export function TryView({ sampleId }: { sampleId: string | undefined }) {
  const store = tryStoreOf(useEditorStore());
  useEffect(() => {
    if (sampleId !== undefined) store.getState().choose({ sampleId });
  }, [store, sampleId]);
  return (
    <TryContext value={store}>
      <LitEditor />
    </TryContext>
  );
}

function LitEditor() {
  const flow = useEditor(state => state.flow);
  const trial = useTry(state => state.last?.trial);
  const trace = useTrace();
  const { pins } = usePinning();
  const menuOf = useNodeMenu();
  useTryKeys();
  const overlay = useMemo(
    () => ({
      marks: nodeMarks(trial, trace, new Set(pins.keys())),
      edgeMarks: flow ? edgeMarks(flow, trial) : new Map(),
      menuOf,
    }),
    [flow, trial, trace, pins, menuOf],
  );
  return (
    <CanvasOverlayContext value={overlay}>
      <FlowEditor below={<TryPanel />} />
      <PinDialog />
    </CanvasOverlayContext>
  );
}
