import { expect, it } from 'vitest';
import { usedPaths } from './used-paths.ts';

const node = (id: string, connection: string, config: Record<string, unknown>) => ({
  id,
  type: 'http.request',
  connection,
  config,
});

it('finds the paths that nodes use with a connection, each once', () => {
  const nodes = [
    node('a', 'erp', { url: '/stock', method: 'GET' }),
    node('b', 'erp', { url: '/goods-receipts' }),
    node('c', 'erp', { url: '/goods-receipts' }),
    node('d', 'portal', { url: '/orders' }),
    node('e', 'erp', { url: 'https://elsewhere.example/orders' }),
    node('f', 'erp', {}),
    { id: 'g', type: 'mapping' },
  ];
  expect(usedPaths(nodes, 'erp')).toEqual([
    { url: '/goods-receipts', method: undefined },
    { url: '/stock', method: 'GET' },
  ]);
});
