import { useTryStore } from '../try-context.ts';
import { useSampleActions } from './use-sample-actions.ts';

/** The ways to add a sample, in the order in which they are offered. */
export function useWaysToAdd() {
  const store = useTryStore();
  const { takeLast, upload } = useSampleActions();
  return [
    { way: 'write', start: () => store.getState().choose({ dialog: { kind: 'sample' } }) },
    { way: 'last', start: () => void takeLast() },
    { way: 'take', start: () => store.getState().choose({ dialog: { kind: 'executions' } }) },
    { way: 'upload', start: () => askForFile(file => void upload(file)) },
  ] as const;
}

function askForFile(use: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file) use(file);
  });
  input.click();
}
