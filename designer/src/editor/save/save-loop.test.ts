import { ApiError } from '@lineshaft/api';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { changeNodeField } from '../commands/change-node-field.ts';
import { orderDraft } from '../commands/draft.testing.ts';
import type { DraftFlow, JsonObject } from '../draft-flow.ts';
import { createEditorStore } from '../store/editor-store.ts';
import { createJournal } from './journal.ts';
import { shareWithTabs, type TabChannel } from './share-tabs.ts';
import { type SavedDraft, type SaveLoop, startSaveLoop } from './save-loop.ts';

/** What the runtime does with drafts, and a network that can be cut. */
class Drafts {
  revision = 1;
  definition: JsonObject = orderDraft();
  isReachable = true;
  saves = 0;

  save(definition: JsonObject, revision: number) {
    if (!this.isReachable) return Promise.reject(refusal(0, 'unavailable'));
    if (revision !== this.revision) return Promise.reject(refusal(409, 'conflict'));
    this.saves++;
    this.revision++;
    // As a database gives it back: another object.
    this.definition = JSON.parse(JSON.stringify(definition)) as JsonObject;
    return Promise.resolve({ draftRevision: this.revision });
  }

  load() {
    return Promise.resolve({ draftRevision: this.revision, definition: this.definition });
  }

  /** Another editor saves. */
  change(command: (flow: DraftFlow) => DraftFlow) {
    void this.save(command(this.definition as DraftFlow), this.revision);
  }
}

function refusal(status: number, code: 'unavailable' | 'conflict') {
  return new ApiError({ type: 'urn:x', title: 'Refused', status, code });
}

function memoryStorage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

const loops: SaveLoop[] = [];
afterEach(() => loops.splice(0).forEach(loop => loop.stop()));

function open(drafts = new Drafts(), storage = memoryStorage(), told?: (saved: SavedDraft) => void) {
  const journal = createJournal('orders', storage);
  const entry = journal.read();
  const saved = entry
    ? { revision: entry.revision, definition: entry.base }
    : { revision: drafts.revision, definition: drafts.definition };
  const store = createEditorStore('orders', entry?.document ?? saved.definition);
  const onMerged = vi.fn<() => void>();
  const loop = startSaveLoop({
    store,
    journal,
    saved,
    save: (definition, revision) => drafts.save(definition, revision),
    load: () => drafts.load(),
    onMerged,
    onSaved: saved => told?.(saved),
    pauseMs: 5,
    retryMs: 5,
  });
  loops.push(loop);
  const rename = (name: string) => store.getState().edit(flow => changeNodeField(flow, 'send', '/name', name));
  return {
    drafts,
    storage,
    store,
    loop,
    onMerged,
    rename,
    state: () => store.getState(),
    save: () => store.getState().save,
  };
}

const sendOf = (document: JsonObject) => (document as DraftFlow).nodes.find(({ id }) => id === 'send');

describe('saving', () => {
  it('sends the draft a moment after the last edit, once', async () => {
    const { drafts, rename, save } = open();
    for (const name of ['S', 'Se', 'Sen']) rename(name);
    expect(save().kind).toBe('pending');
    await vi.waitFor(() => expect(save().kind).toBe('saved'));
    expect(sendOf(drafts.definition)?.name).toBe('Sen');
    expect(drafts.saves).toBe(1);
  });

  it('saves nothing when an edit was undone', async () => {
    const { drafts, rename, state, loop } = open();
    rename('Other');
    state().undo();
    expect(state().save.kind).toBe('saved');
    expect(await loop.flush()).toBe(true);
    expect(drafts.saves).toBe(0);
  });

  it('sends what was done while it was saving, too', async () => {
    const { drafts, rename, loop } = open();
    rename('First');
    const flushed = loop.flush();
    rename('Second');
    expect(await flushed).toBe(true);
    expect(sendOf(drafts.definition)?.name).toBe('Second');
  });
});

describe('a runtime that cannot be reached', () => {
  it('is told to the analyst and tried again; this browser keeps the draft meanwhile', async () => {
    const { drafts, rename, save, storage } = open();
    drafts.isReachable = false;
    rename('Offline');
    await vi.waitFor(() => expect(save()).toMatchObject({ kind: 'unsaved', kept: true }));
    expect(storage.kept.get('lineshaft/draft/orders')).toContain('Offline');
    drafts.isReachable = true;
    await vi.waitFor(() => expect(save().kind).toBe('saved'));
    expect(storage.kept.size).toBe(0);
  });

  it('loses nothing over a crash', async () => {
    const first = open();
    first.drafts.isReachable = false;
    first.rename('Before the crash');
    first.loop.stop();
    first.drafts.isReachable = true;
    const second = open(first.drafts, first.storage);
    expect(sendOf(second.state().document)?.name).toBe('Before the crash');
    await vi.waitFor(() => expect(sendOf(first.drafts.definition)?.name).toBe('Before the crash'));
  });

  it('says so when the browser cannot keep it either', async () => {
    const storage = memoryStorage();
    const full = {
      ...storage,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    const { drafts, rename, save } = open(new Drafts(), full);
    drafts.isReachable = false;
    rename('Nowhere');
    await vi.waitFor(() => expect(save()).toMatchObject({ kind: 'unsaved', kept: false }));
  });
});

describe('another editor', () => {
  it('is joined with this one when both changed other fields', async () => {
    const { drafts, rename, save, onMerged, state } = open();
    drafts.change(flow => changeNodeField(flow, 'send', '/config/url', 'https://theirs.example/'));
    rename('Mine');
    await vi.waitFor(() => expect(save().kind).toBe('saved'));
    expect(sendOf(drafts.definition)).toMatchObject({ name: 'Mine', config: { url: 'https://theirs.example/' } });
    expect(sendOf(state().document)).toMatchObject({ name: 'Mine', config: { url: 'https://theirs.example/' } });
    expect(onMerged).toHaveBeenCalledOnce();
  });

  it.each(['mine', 'theirs'] as const)('is never overwritten: the analyst chooses %s', async side => {
    const { drafts, rename, save, loop } = open();
    drafts.change(flow => changeNodeField(flow, 'send', '/name', 'theirs'));
    rename('mine');
    await vi.waitFor(() => expect(save().kind).toBe('conflict'));
    rename('mine');
    expect(await loop.flush()).toBe(false);
    expect(sendOf(drafts.definition)?.name).toBe('theirs');
    loop.resolve(() => side);
    await vi.waitFor(() => expect(save().kind).toBe('saved'));
    expect(sendOf(drafts.definition)?.name).toBe(side);
  });

  it('is taken over when nothing was done here', () => {
    const { drafts, loop, state } = open();
    drafts.change(flow => changeNodeField(flow, 'send', '/name', 'theirs'));
    loop.takeOver({ revision: drafts.revision, definition: drafts.definition });
    expect(sendOf(state().document)?.name).toBe('theirs');
    expect(loop.saved().revision).toBe(2);
  });
});

describe('two tabs of one browser', () => {
  /** Two editors of one flow over real channels. */
  function openTwo() {
    const drafts = new Drafts();
    const storage = memoryStorage();
    const tabs = [0, 1].map(() => {
      const channel = new BroadcastChannel('orders');
      const tab = open(drafts, storage, saved => sharing.tellSaved(saved));
      const sharing = shareWithTabs(tab.store, tab.loop, channel as unknown as TabChannel);
      closing.push(() => (sharing.stop(), channel.close()));
      return tab;
    });
    return { drafts, first: tabs[0]!, second: tabs[1]! };
  }
  const closing: (() => void)[] = [];
  afterEach(() => closing.splice(0).forEach(close => close()));

  it('have one document, which the tab that was written in saves', async () => {
    const { drafts, first, second } = openTwo();
    first.rename('From the first');
    await vi.waitFor(() => expect(sendOf(second.state().document)?.name).toBe('From the first'));
    await vi.waitFor(() => expect([first.save().kind, second.save().kind]).toEqual(['saved', 'saved']));
    second.rename('From the second');
    await vi.waitFor(() => expect(sendOf(first.state().document)?.name).toBe('From the second'));
    await vi.waitFor(() => expect([first.save().kind, second.save().kind]).toEqual(['saved', 'saved']));
    expect(sendOf(drafts.definition)?.name).toBe('From the second');
    expect(drafts.saves).toBe(2);
    expect(first.onMerged).not.toHaveBeenCalled();
  });

  it('save what the other tab left behind when it was closed', async () => {
    const { drafts, first, second } = openTwo();
    first.rename('Left behind');
    first.loop.stop();
    await vi.waitFor(() => expect(second.save().kind).toBe('saved'));
    await vi.waitFor(() => expect(sendOf(drafts.definition)?.name).toBe('Left behind'));
  });
});
