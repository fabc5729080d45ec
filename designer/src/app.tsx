import { useHotkeys } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { lazy, Suspense, useState } from 'react';
import { useRuntime } from './api/runtime.ts';
import { Shell } from './ui/shell.tsx';

const CommandPalette = lazy(async () => ({
  default: (await import('./command-palette/command-palette.tsx')).CommandPalette,
}));

/** The frame with what it knows from the runtime, and the command palette: its button, or Ctrl+K. */
export function App() {
  const [isPaletteWanted, setIsPaletteWanted] = useState(false);
  const toggle = () => (isPaletteWanted ? spotlight.toggle() : setIsPaletteWanted(true));
  useHotkeys([['mod + K', toggle]], []);
  return (
    <>
      <Shell environment={useRuntime().data?.environment} onCommandPalette={toggle} />
      {isPaletteWanted && (
        <Suspense fallback={null}>
          <CommandPalette />
        </Suspense>
      )}
    </>
  );
}
