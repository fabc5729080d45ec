import { expect, it } from 'vitest';
import { layOutHalfJson } from './half-json.ts';

it('lays out what there is of a document, and leaves texts alone', () => {
  expect(layOutHalfJson('{"po":"a, \\"b\\": {","lines":[{"line":1},{"line":')).toBe(
    [
      '{',
      '  "po": "a, \\"b\\": {",',
      '  "lines": [',
      '    {',
      '      "line": 1',
      '    },',
      '    {',
      '      "line": ',
    ].join('\n'),
  );
});

it('lays out a whole document as JSON.stringify does', () => {
  const value = { a: [1, 'x', []], b: { c: null, d: {} } };
  expect(layOutHalfJson(JSON.stringify(value))).toBe(JSON.stringify(value, undefined, 2));
});
