import { useEffect, useRef } from 'react';

/** Takes the focus to the content when the page changes, so that screen readers and the keyboard go on there. */
export function useFocusOnNavigation(path: string, contentId: string): void {
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    document.getElementById(contentId)?.focus({ preventScroll: true });
  }, [path, contentId]);
}
