import { useRuntime } from './api/runtime.ts';
import { CommandPalette } from './command-palette/command-palette.tsx';
import { Shell } from './ui/shell.tsx';

/** The frame with what it knows from the runtime. */
export function App() {
  return (
    <>
      <Shell environment={useRuntime().data?.environment} />
      <CommandPalette />
    </>
  );
}
