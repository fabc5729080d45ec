import type { Problem } from '@lineshaft/flow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Selection } from '../commands/remove-selection.ts';
import { type DraftFlow, drawableFlow, edgeKey, type JsonObject } from '../draft-flow.ts';
import { type History, remembered, stepBack, stepForward } from './history.ts';

/** Whether the document is where it belongs: with the runtime. */
export type SaveState =
  | { kind: 'saved' }
  | { kind: 'saving' }
  /** It changed, and goes out after a short pause. */
  | { kind: 'pending' }
  /** The runtime cannot be reached or did not take it; it is tried again. `kept`: this browser has it. */
  | { kind: 'unsaved'; reason: string; kept: boolean }
  /** Another editor saved something that contradicts this one. */
  | { kind: 'conflict'; theirs: JsonObject; revision: number };

interface AskedFor {
  /** Undefined: the flow as a whole. */
  nodeId: string | undefined;
  /** JSON pointer of a field in the node's settings or the flow's; undefined: the keyboard stays where it is. */
  pointer?: string | undefined;
}

export interface EditorState {
  flowId: string;
  /** What is being edited: any JSON object. */
  document: JsonObject;
  /** The document when it can be drawn. */
  flow: DraftFlow | undefined;
  /** Why it cannot be drawn. */
  fault: string | undefined;
  /** Text of the JSON view that is no JSON yet; kept until it is. */
  text: string | undefined;
  history: History;
  selection: Selection;
  problems: readonly Problem[];
  save: SaveState;
  /** Counts what this person did; what came from elsewhere does not count. */
  edits: number;
  /** What was asked for last, such as by the list of problems; every asking is another object. */
  focus: AskedFor | undefined;
}

export interface EditorActions {
  /** Runs a command. Edits with the same `merge` that follow each other closely are one step of undo. */
  edit: (command: (flow: DraftFlow) => DraftFlow, merge?: string) => void;
  /** Puts another document in its place, as an edit. */
  replace: (document: JsonObject, merge?: string) => void;
  /** Takes over what came from elsewhere; it can be undone, but is nobody's edit here. */
  adopt: (document: JsonObject) => void;
  undo: () => void;
  redo: () => void;
  select: (selection: Partial<Selection>) => void;
  setText: (text: string | undefined) => void;
  setProblems: (problems: readonly Problem[]) => void;
  setSave: (save: SaveState) => void;
  /** Chooses a node, and puts the keyboard into one of its fields. */
  goTo: (asked: AskedFor) => void;
}

export type EditorStore = StoreApi<EditorState & EditorActions>;

const nothing: ReadonlySet<string> = new Set();
export const noSelection: Selection = { nodes: nothing, edges: nothing, notes: nothing };

/** The state of one open editor. */
export function createEditorStore(flowId: string, document: JsonObject, clock: () => number = Date.now): EditorStore {
  return createStore((set, get) => {
    const place = (next: JsonObject, history: History, edits: number) => {
      if (next === get().document) return;
      set(state => ({
        document: next,
        ...drawn(next),
        history,
        edits,
        selection: stillThere(next, state.selection),
      }));
    };
    return {
      flowId,
      document,
      ...drawn(document),
      text: undefined,
      history: { past: [], future: [] },
      selection: noSelection,
      problems: [],
      save: { kind: 'saved' },
      edits: 0,
      focus: undefined,

      edit(command, merge) {
        const { flow, replace } = get();
        if (flow !== undefined) replace(command(flow), merge);
      },
      replace(next, merge) {
        const { document: current, history, edits } = get();
        place(next, remembered(history, current, { merge, at: clock() }), edits + 1);
      },
      adopt(next) {
        const { document: current, history, edits } = get();
        place(next, remembered(history, current, { merge: undefined, at: clock() }), edits);
      },
      undo() {
        const { document: current, history, edits } = get();
        const step = stepBack(history, current);
        if (step !== undefined) place(step.document, step.history, edits + 1);
      },
      redo() {
        const { document: current, history, edits } = get();
        const step = stepForward(history, current);
        if (step !== undefined) place(step.document, step.history, edits + 1);
      },
      select(selection) {
        const next = { ...noSelection, ...selection };
        if (!sameSelection(next, get().selection)) set({ selection: next });
      },
      setText: text => set({ text }),
      setProblems: problems => set({ problems }),
      setSave: save => set({ save }),
      goTo(asked) {
        const nodes = asked.nodeId === undefined ? nothing : new Set([asked.nodeId]);
        set({ selection: { ...noSelection, nodes }, focus: { ...asked } });
      },
    };
  });
}

function drawn(document: JsonObject): Pick<EditorState, 'flow' | 'fault'> {
  const drawable = drawableFlow(document);
  return { flow: drawable.flow, fault: 'fault' in drawable ? drawable.fault : undefined };
}

function stillThere(document: JsonObject, selection: Selection): Selection {
  const { flow } = drawn(document);
  if (flow === undefined) return noSelection;
  const kept = (chosen: ReadonlySet<string>, there: string[]) => {
    const known = new Set(there);
    return [...chosen].every(id => known.has(id)) ? chosen : new Set([...chosen].filter(id => known.has(id)));
  };
  const nodes = kept(
    selection.nodes,
    flow.nodes.map(({ id }) => id),
  );
  const edges = kept(selection.edges, flow.edges.map(edgeKey));
  const notes = kept(
    selection.notes,
    (flow.notes ?? []).map(({ id }) => id),
  );
  const next = { nodes, edges, notes };
  return sameSelection(next, selection) ? selection : next;
}

function sameSelection(a: Selection, b: Selection): boolean {
  return [
    [a.nodes, b.nodes],
    [a.edges, b.edges],
    [a.notes, b.notes],
  ].every(
    ([left, right]) =>
      left === right || (left?.size === right?.size && [...(left ?? nothing)].every(id => right?.has(id))),
  );
}
