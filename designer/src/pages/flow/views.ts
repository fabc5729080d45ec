import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import { messages } from './messages.ts';

type LazyView<Props> = LazyExoticComponent<ComponentType<Props>>;

// Views that are parts of their own: each stands in its file, and is loaded when somebody looks at it.
const tryFiles = import.meta.glob<{ TryPanel: ComponentType }>('../../editor/try/try-panel.tsx');
const watchFiles = import.meta.glob<{ WatchView: ComponentType<{ flowId: string }> }>('./watch/watch-view.tsx');

/** Tries the draft on samples; undefined where that is not built in. */
export const TryPanel = lazyOf(tryFiles, module => module.TryPanel);

/** What runs of the flow just now; undefined where that is not built in. */
export const WatchView = lazyOf(watchFiles, module => module.WatchView);

export const JsonView = lazy(() =>
  import('../../editor/json-view/json-view.tsx').then(module => ({ default: module.JsonView })),
);

export const HistoryView = lazy(() =>
  import('./history/history-view.tsx').then(module => ({ default: module.HistoryView })),
);

export const PublishDialog = lazy(() =>
  import('./publish/publish-dialog.tsx').then(module => ({ default: module.PublishDialog })),
);

export type ViewName = 'edit' | 'try' | 'watch' | 'history' | 'json';

export const views = (['edit', 'try', 'watch', 'history', 'json'] as const)
  .filter(name => (name !== 'try' || TryPanel) && (name !== 'watch' || WatchView))
  .map(name => ({ value: name, label: messages.views[name] }));

function lazyOf<Module, Props>(
  files: Record<string, () => Promise<Module>>,
  pick: (module: Module) => ComponentType<Props>,
): LazyView<Props> | undefined {
  const load = Object.values(files)[0];
  return load && lazy(() => load().then(module => ({ default: pick(module) })));
}
