import { useState } from 'react';

/**
 * What a person is typing, until they leave the input: a text that equals a default is taken out of the document at once,
 * but not from under their hands.
 */
export function useDraft(text: string) {
  const [draft, setDraft] = useState<string>();
  return { text: draft ?? text, setDraft, clearDraft: () => setDraft(undefined) };
}
