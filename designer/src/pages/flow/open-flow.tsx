import type { SavedFlow } from '@lineshaft/api';
import { useDocumentTitle } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { FlowEditor } from '../../editor/flow-editor.tsx';
import { useOpenDraft } from '../../editor/save/use-open-draft.ts';
import { EditorContext } from '../../editor/store/editor-context.ts';
import { messages as frame } from '../../messages.ts';
import { Loading } from '../../ui/states.tsx';
import { FlowHeader } from './flow-header.tsx';
import { FlowObstacles } from './flow-obstacles.tsx';
import classes from './open-flow.module.css';
import { useHistoryKeys } from './use-history-keys.ts';
import { HistoryView, JsonView, Published, PublishDialog, TryView, type ViewName, WatchView } from './views.ts';

/** A flow in its editor. */
export function OpenFlow({ flow }: { flow: SavedFlow }) {
  const { view: wanted = 'edit', node, sample } = useSearch({ from: '/flows/$flowId' });
  const [behind, setBehind] = useState<ViewName>(wanted === 'publish' ? 'edit' : wanted);
  const [published, setPublished] = useState<number>();
  // Publishing is asked for over the view from which it was begun.
  const view = wanted === 'publish' ? behind : wanted;
  if (view !== behind) setBehind(view);
  const navigate = useNavigate();
  const show = (next: ViewName) =>
    void navigate({
      to: '/flows/$flowId',
      params: { flowId: flow.id },
      search: next === 'edit' ? {} : { view: next },
    });
  const { store, loop } = useOpenDraft(flow);
  useDocumentTitle(frame.title(flow.name || flow.id));
  useHistoryKeys(store);
  useEffect(() => {
    if (node !== undefined) store.getState().goTo({ nodeId: node });
  }, [store, node]);
  return (
    <EditorContext value={store}>
      <div className={classes['page']}>
        <FlowHeader flow={flow} loop={loop} view={view} />
        <FlowObstacles flowId={flow.id} />
        <Suspense fallback={<Loading />}>
          {published !== undefined && (
            <Published version={published} isWatched={view === 'watch'} onClose={() => setPublished(undefined)} />
          )}
          <View view={view} flow={flow} sample={sample} />
          {wanted === 'publish' && (
            <PublishDialog
              flow={flow}
              loop={loop}
              onClose={() => show(view)}
              onPublished={version => {
                setPublished(version);
                // Whoever draws goes on drawing; after a try, what really comes is of interest.
                show(view === 'edit' ? 'edit' : 'watch');
              }}
            />
          )}
        </Suspense>
      </div>
    </EditorContext>
  );
}

function View({ view, flow, sample }: { view: ViewName; flow: SavedFlow; sample: string | undefined }) {
  switch (view) {
    case 'json':
      return <JsonView />;
    case 'history':
      return <HistoryView flow={flow} />;
    case 'watch':
      return <WatchView flowId={flow.id} />;
    case 'try':
      return <TryView sampleId={sample} />;
    default:
      return <FlowEditor />;
  }
}
