import { ApiError, type SavedFlow } from '@lineshaft/api';
import type { JsonObject } from '../draft-flow.ts';
import type { EditorStore, SaveState } from '../store/editor-store.ts';
import type { Journal } from './journal.ts';
import { sameJson } from './json-parts.ts';
import { mergeFlows, type Side } from './merge-flows.ts';

export interface SavedDraft {
  revision: number;
  definition: JsonObject;
}

interface SaveLoopOptions {
  store: EditorStore;
  journal: Journal;
  /** What the document was when it was read. */
  saved: SavedDraft;
  /** Saves a draft that began with a revision. @throws ApiError */
  save: (definition: JsonObject, revision: number) => Promise<Pick<SavedFlow, 'draftRevision'>>;
  load: () => Promise<Pick<SavedFlow, 'draftRevision' | 'definition'>>;
  /** What others did was joined with what was done here. */
  onMerged: () => void;
  /** The draft is with the runtime. */
  onSaved: (saved: SavedDraft) => void;
  /** Milliseconds between the last edit and the saving. */
  pauseMs?: number;
  retryMs?: number;
}

export interface SaveLoop {
  /** What the runtime has, as far as is known here. */
  saved: () => SavedDraft;
  /** Saves now. Resolves to whether the runtime has everything. */
  flush: () => Promise<boolean>;
  /** Ends a conflict: each contradicting field as chosen. */
  resolve: (choose: (path: string[]) => Side) => void;
  /** Another tab, or the runtime, has a newer draft than this one began with. */
  takeOver: (newer: SavedDraft) => void;
  stop: () => void;
}

/**
 * Sends the draft to the runtime a moment after each edit, with the revision that it began with. When somebody else saved
 * since, both are joined field by field; what contradicts is left to a person. Nothing is overwritten.
 */
export function startSaveLoop(options: SaveLoopOptions): SaveLoop {
  const { store, journal, pauseMs = 700, retryMs = 3000 } = options;
  let { saved } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;
  let isKept = true;
  let failures = 0;

  const state = () => store.getState();
  const say = (next: SaveState) => state().setSave(next);
  const isSaved = () => state().document === saved.definition || sameJson(state().document, saved.definition);

  const keep = () => {
    const { document, text } = state();
    if (text === undefined && isSaved()) journal.clear();
    else isKept = journal.write({ revision: saved.revision, base: saved.definition, document, text });
  };
  const schedule = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };
  const settle = (next: SavedDraft) => {
    saved = next;
    failures = 0;
    keep();
    options.onSaved(next);
  };

  /** Joins what is here with what somebody else saved. */
  const join = ({ revision, definition: theirs }: SavedDraft, choose?: (path: string[]) => Side) => {
    const mine = state().document;
    const { merged, conflicts } = mergeFlows(saved.definition, theirs, mine, choose);
    if (conflicts.length > 0 && !choose) return say({ kind: 'conflict', theirs, revision });
    saved = { revision, definition: theirs };
    say({ kind: 'pending' });
    const isNews = !sameJson(merged, mine);
    if (isNews) state().adopt(merged);
    keep();
    if (isNews) options.onMerged();
    if (isSaved()) say({ kind: 'saved' });
    else schedule(0);
  };

  const saveOnce = async () => {
    const { document } = state();
    say({ kind: 'saving' });
    try {
      const { draftRevision } = await options.save(document, saved.revision);
      settle({ revision: draftRevision, definition: document });
      say(isSaved() ? { kind: 'saved' } : { kind: 'pending' });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await onRefusal(error);
    }
  };

  const onRefusal = async (error: ApiError) => {
    const newer = error.status === 409 ? await options.load().catch(() => undefined) : undefined;
    if (newer && newer.draftRevision !== saved.revision) {
      join({ revision: newer.draftRevision, definition: newer.definition });
      return;
    }
    failures++;
    say({ kind: 'unsaved', reason: error.message, kept: isKept });
    // What the runtime refuses it will refuse again until it is changed; what it could not take, it may later.
    if (error.status === 0 || error.status >= 500 || error.status === 429) schedule(retryMs * Math.min(failures, 10));
  };

  const flush = async (): Promise<boolean> => {
    clearTimeout(timer);
    while (!isSaved() && state().save.kind !== 'conflict') {
      const before = state().document;
      running ??= saveOnce().finally(() => (running = undefined));
      await running;
      if (state().save.kind === 'unsaved' || (before === state().document && !isSaved())) break;
    }
    return isSaved();
  };

  const unsubscribe = store.subscribe((now, before) => {
    if (now.document === before.document && now.text === before.text) return;
    keep();
    if (now.document === before.document || now.save.kind === 'conflict') return;
    if (isSaved()) return say({ kind: 'saved' });
    if (now.save.kind !== 'saving') say({ kind: 'pending' });
    // What another tab did it saves itself, if it lives.
    schedule(now.edits === before.edits ? pauseMs * 8 : pauseMs);
  });

  if (!isSaved()) {
    say({ kind: 'pending' });
    schedule(0);
  }

  return {
    saved: () => saved,
    flush,
    resolve(choose) {
      const { save } = state();
      if (save.kind === 'conflict') join({ revision: save.revision, definition: save.theirs }, choose);
    },
    takeOver(newer) {
      if (newer.revision <= saved.revision || running || state().save.kind === 'conflict') return;
      if (!isSaved()) return join(newer);
      saved = newer;
      if (!sameJson(state().document, newer.definition)) state().adopt(newer.definition);
      keep();
      say({ kind: 'saved' });
    },
    stop() {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}
