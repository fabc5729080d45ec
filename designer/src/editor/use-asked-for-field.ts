import { useEffect, useRef } from 'react';
import { focusField } from '../ui/schema-form/focus-field.ts';
import { useEditor } from './store/editor-context.ts';

/** Leads to the field that was asked for elsewhere, once its form is there. Goes on what stays when another node is chosen. */
export function useAskedForField() {
  const body = useRef<HTMLDivElement>(null);
  const focus = useEditor(state => state.focus);
  const followed = useRef(focus);
  useEffect(() => {
    if (focus === followed.current) return;
    followed.current = focus;
    if (body.current && focus?.pointer !== undefined) focusField(body.current, focus.pointer);
  }, [focus]);
  return body;
}
