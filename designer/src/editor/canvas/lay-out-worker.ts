import { layOut, type LayoutTask } from '../commands/lay-out.ts';

// dagre takes a second for 300 nodes: not on the thread that draws.
self.addEventListener('message', ({ data }: MessageEvent<LayoutTask>) => self.postMessage(layOut(data)));
