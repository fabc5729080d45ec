import { expect, it } from 'vitest';
import { orderDraft } from '../commands/draft.testing.ts';
import { writeDocument } from './write-document.ts';

it('puts fields in the order of files, keeps unknown ones, and says the same', () => {
  const draft = orderDraft();
  const shuffled = Object.fromEntries(Object.entries({ ...draft, extra: 1 }).toReversed());
  const text = writeDocument(shuffled);
  expect(Object.keys(JSON.parse(text) as object)).toEqual([...Object.keys(draft), 'extra']);
  expect(JSON.parse(text)).toEqual(shuffled);
});
