import { expect, it } from 'vitest';
import { intakePath } from './intake-path.ts';

it.each([
  ['erp/orders', 'erp/orders'],
  ['/erp/orders', 'erp/orders'],
  ['/in/erp/orders', 'erp/orders'],
  ['http://127.0.0.1:4400/in/erp/orders', 'erp/orders'],
  ['in/erp', 'in/erp'],
  ['erp/', 'erp/'],
  ['/', ''],
])('%s is the path %s', (typed, path) => {
  expect(intakePath(typed)).toBe(path);
});
