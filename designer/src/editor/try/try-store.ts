import type { Trial } from '@lineshaft/api';
import { maxSampleBytes } from '@lineshaft/api';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type TryRequest, tryFlow } from '../../api/try.ts';
import type { JsonObject } from '../draft-flow.ts';
import type { EditorStore } from '../store/editor-store.ts';

/** A run that is through, with what it was asked for. */
export interface Tried {
  trial: Trial;
  request: TryRequest;
  definition: JsonObject;
}

interface TryState {
  sampleId: string | undefined;
  /** The source by which the sample comes in, where there are several. */
  sourceId: string | undefined;
  reallySend: boolean;
  isRunning: boolean;
  /** A person ended the last run before it came to an end. */
  isStopped: boolean;
  /** Why the last request came to nothing. */
  error: Error | undefined;
  /** The last run that was more than one node. */
  last: Tried | undefined;
  /** Nodes that were run alone since, by id. */
  alone: ReadonlyMap<string, Tried>;
  /** Whichever of them came last. */
  latest: Tried | undefined;
  /** Which run of a node is looked at, by id of the node: an index. */
  shownRuns: ReadonlyMap<string, number>;
  dialog: TryDialog | undefined;
}

/** What is being asked in a dialog. */
type TryDialog =
  /** A new sample, or one that is kept. */
  | { kind: 'sample'; sampleId?: string }
  /** Which execution to take a sample from. */
  | { kind: 'executions' }
  /** What a node is pinned to send out. */
  | { kind: 'pin'; nodeId: string };

interface TryActions {
  choose: (choice: Partial<Pick<TryState, 'sampleId' | 'sourceId' | 'reallySend' | 'dialog'>>) => void;
  showRun: (nodeId: string, index: number) => void;
  /** Resolves when the run has ended; a run that is on its way is given up for it. */
  run: (request: TryRequest) => Promise<void>;
  /** Runs again what is shown of a node, to show all of it. Only for what sends nothing. */
  loadWhole: (nodeId: string) => Promise<void>;
  stop: () => void;
}

export type TryStore = StoreApi<TryState & TryActions>;

type Send = (request: TryRequest, signal: AbortSignal) => Promise<Trial>;

/** What is being tried of one flow. */
export function createTryStore(send: Send): TryStore {
  let ending: AbortController | undefined;
  return createStore((set, get) => ({
    sampleId: undefined,
    sourceId: undefined,
    reallySend: false,
    isRunning: false,
    isStopped: false,
    error: undefined,
    last: undefined,
    alone: new Map(),
    latest: undefined,
    shownRuns: new Map(),
    dialog: undefined,

    choose: choice => set(choice),
    showRun: (nodeId, index) => set({ shownRuns: new Map(get().shownRuns).set(nodeId, index) }),
    async run(request) {
      ending?.abort();
      const own = new AbortController();
      ending = own;
      set({ isRunning: true, isStopped: false, error: undefined });
      try {
        const trial = await send(request, own.signal);
        if (ending !== own) return;
        const tried = { trial, request, definition: request.definition ?? {} };
        set({ latest: tried, shownRuns: new Map() });
        if (request.only === undefined) set({ last: tried, alone: new Map() });
        else set({ alone: new Map(get().alone).set(request.only, tried) });
      } catch (error) {
        if (ending === own && !own.signal.aborted) set({ error: error as Error });
      } finally {
        if (ending === own) set({ isRunning: false });
      }
    },
    async loadWhole(nodeId) {
      const { alone, last, run } = get();
      const shown = alone.get(nodeId) ?? last;
      if (shown && !shown.request.reallySend) await run({ ...shown.request, bodyLimit: maxSampleBytes });
    },
    stop() {
      if (!get().isRunning) return;
      ending?.abort();
      set({ isStopped: true });
    },
  }));
}

const stores = new WeakMap<EditorStore, TryStore>();

/** The tries of an open editor: they last as long as it does, also while another view of it is looked at. */
export function tryStoreOf(editor: EditorStore): TryStore {
  const known = stores.get(editor);
  if (known) return known;
  const { flowId } = editor.getState();
  const made = createTryStore((request, signal) => tryFlow(flowId, request, signal));
  stores.set(editor, made);
  return made;
}
