import { expect, it } from 'vitest';
import { readDocument } from './read-document.ts';

it('reads an object', () => {
  expect(readDocument('{ "nodes": [] }')).toEqual({ document: { nodes: [] } });
});

it('says where a text is no JSON', () => {
  expect(readDocument('{\n  "nodes": [,]\n}')).toEqual({
    fault: 'This is no JSON at line 2, column 13.',
    position: 14,
  });
});

it.each(['[]', '7', 'null'])('takes no %s for a flow', text => {
  expect(readDocument(text)).toMatchObject({ fault: 'A flow is a JSON object, in braces.' });
});
