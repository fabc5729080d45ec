import { useTry, useTryStore } from '../try-context.ts';
import { ExecutionsDialog } from './executions-dialog.tsx';
import { SampleDialog } from './sample-dialog.tsx';

/** The dialog about samples that is open, if one is. */
export function SampleDialogs() {
  const store = useTryStore();
  const dialog = useTry(state => state.dialog);
  const close = () => store.getState().choose({ dialog: undefined });
  if (dialog?.kind === 'sample') return <SampleDialog sampleId={dialog.sampleId} onClose={close} />;
  if (dialog?.kind === 'executions') return <ExecutionsDialog onClose={close} />;
  return null;
}
