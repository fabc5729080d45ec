import { expect, it } from 'vitest';
import { layOutJson } from './lay-out-json.ts';

it('lays out what there is of a document, and leaves texts alone', () => {
  expect(layOutJson('{"po":"a, \\"b\\": {","lines":[{"line":1},{"line":')).toBe(
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
  expect(layOutJson(JSON.stringify(value))).toBe(JSON.stringify(value, undefined, 2));
});
