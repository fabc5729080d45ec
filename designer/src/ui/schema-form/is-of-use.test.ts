import { expect, it } from 'vitest';
import { isOfUse } from './is-of-use.ts';
import { readFields } from './read-fields.ts';

const fields = readFields({
  properties: {
    reply: { enum: ['receipt', 'flow'], default: 'receipt' },
    patience: { type: 'string', onlyWith: { reply: 'flow' } },
  },
});

it.each([
  ['it would change nothing', {}, ['reply']],
  ['it holds', { reply: 'flow' }, ['reply', 'patience']],
  ['it would change nothing, but is set', { patience: '5s' }, ['reply', 'patience']],
])('a field that means something only with another shows by whether %s', (_, value, shown) => {
  expect(fields.filter(field => isOfUse(field, value, fields)).map(({ key }) => key)).toEqual(shown);
});
