import { apiRoutes, type SavedFlow } from '@lineshaft/api';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../api/client.ts';
import { flowKeys } from '../../api/flows.ts';
import type { JsonObject } from '../draft-flow.ts';
import { createEditorStore, type EditorStore } from '../store/editor-store.ts';
import { createJournal } from './journal.ts';
import { messages } from './messages.ts';
import { type SaveLoop, startSaveLoop } from './save-loop.ts';
import { shareWithTabs, type TabChannel } from './share-tabs.ts';

/** Opens a draft in an editor: what this browser still keeps of it goes before what the runtime has. */
export function useOpenDraft(flow: SavedFlow): { store: EditorStore; loop: SaveLoop | undefined } {
  const { id } = flow;
  const queries = useQueryClient();
  const first = useRef(flow);
  const [journal] = useState(() => createJournal(id, localStorage));
  const [kept] = useState(() => journal.read());
  const [store] = useState(() => {
    const opened = createEditorStore(id, kept?.document ?? flow.definition);
    if (kept?.text !== undefined) opened.getState().setText(kept.text);
    return opened;
  });
  const [loop, setLoop] = useState<SaveLoop>();

  useEffect(() => {
    const channel = new BroadcastChannel(`lineshaft/draft/${id}`);
    const { draftRevision, definition } = first.current;
    const started = startSaveLoop({
      store,
      journal,
      saved: kept ? { revision: kept.revision, definition: kept.base } : { revision: draftRevision, definition },
      async save(document: JsonObject, revision: number) {
        const answer = await call(apiRoutes.flows.saveFlow, { params: { id }, query: { revision }, body: document });
        queries.setQueryData(flowKeys.detail(id), answer);
        return answer;
      },
      load: () => call(apiRoutes.flows.getFlow, { params: { id } }),
      onMerged: () => notifications.show({ message: messages.merged }),
      onSaved: saved => tabs.tellSaved(saved),
    });
    const tabs = shareWithTabs(store, started, channel as unknown as TabChannel);
    setLoop(started);
    const now = () => void started.flush();
    window.addEventListener('online', now);
    return () => {
      window.removeEventListener('online', now);
      // The journal keeps what does not get through any more.
      void started.flush();
      started.stop();
      tabs.stop();
      channel.close();
    };
  }, [id, store, journal, kept, queries]);

  useEffect(() => {
    loop?.takeOver({ revision: flow.draftRevision, definition: flow.definition });
  }, [loop, flow]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      const { save, text } = store.getState();
      if (save.kind !== 'saved' || text !== undefined) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [store]);

  return { store, loop };
}
