import { lazy } from 'react';
import { messages } from './messages.ts';

// Each view is loaded when somebody looks at it.

export const TryView = lazy(() =>
  import('../../editor/try/try-view.tsx').then(module => ({ default: module.TryView })),
);

export const WatchView = lazy(() => import('./watch/watch-view.tsx').then(module => ({ default: module.WatchView })));

export const JsonView = lazy(() =>
  import('../../editor/json-view/json-view.tsx').then(module => ({ default: module.JsonView })),
);

export const HistoryView = lazy(() =>
  import('./history/history-view.tsx').then(module => ({ default: module.HistoryView })),
);

export const PublishDialog = lazy(() =>
  import('./publish/publish-dialog.tsx').then(module => ({ default: module.PublishDialog })),
);

export const Published = lazy(() => import('./publish/published.tsx').then(module => ({ default: module.Published })));

export type ViewName = 'edit' | 'try' | 'watch' | 'history' | 'json';

export const views = (['edit', 'try', 'watch', 'history', 'json'] as const).map(name => ({
  value: name,
  label: messages.views[name],
}));
