import type { SavedFlow } from '@lineshaft/api';
import { useDocumentTitle } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { FlowEditor } from '../../editor/flow-editor.tsx';
import { useOpenDraft } from '../../editor/save/use-open-draft.ts';
import { EditorContext } from '../../editor/store/editor-context.ts';
import { messages as frame } from '../../messages.ts';
import { Loading } from '../../ui/states.tsx';
import { FlowHeader } from './flow-header.tsx';
import { FlowObstacles } from './flow-obstacles.tsx';
import classes from './open-flow.module.css';
import { useHistoryKeys } from './use-history-keys.ts';
import { HistoryView, JsonView, PublishDialog, TryView, type ViewName, WatchView } from './views.ts';

/** A flow in its editor. */
export function OpenFlow({ flow }: { flow: SavedFlow }) {
  const { view = 'edit', node, sample } = useSearch({ from: '/flows/$flowId' });
  const navigate = useNavigate();
  const { store, loop } = useOpenDraft(flow);
  useDocumentTitle(frame.title(flow.name || flow.id));
  useHistoryKeys(store);
  useEffect(() => {
    if (node !== undefined) store.getState().goTo({ nodeId: node });
  }, [store, node]);
  return (
    <EditorContext value={store}>
      <div className={classes['page']}>
        <FlowHeader flow={flow} loop={loop} view={view === 'publish' ? 'edit' : view} />
        <FlowObstacles flowId={flow.id} />
        <Suspense fallback={<Loading />}>
          <View view={view === 'publish' ? 'edit' : view} flow={flow} sample={sample} />
          {view === 'publish' && (
            <PublishDialog
              flow={flow}
              loop={loop}
              onClose={() => void navigate({ to: '/flows/$flowId', params: { flowId: flow.id }, search: {} })}
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
