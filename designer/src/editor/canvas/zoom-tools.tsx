import { IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { useReactFlow } from '@xyflow/react';
import { messages } from '../messages.ts';
import { CanvasTool } from './canvas-tool.tsx';

/** How the whole flow is brought into sight when somebody asks for it. */
export const wholeFlow = { maxZoom: 1, padding: 0.15, duration: 200 };

/** How near the drawing is looked at. */
export function ZoomTools() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <>
      <CanvasTool icon={IconPlus} label={messages.toolbar.zoomIn} onClick={() => void zoomIn()} />
      <CanvasTool icon={IconMinus} label={messages.toolbar.zoomOut} onClick={() => void zoomOut()} />
      <CanvasTool icon={IconMaximize} label={messages.toolbar.fit} onClick={() => void fitView(wholeFlow)} />
    </>
  );
}
