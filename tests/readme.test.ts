import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

it('lists every setting of the runtime in the README, with its default', () => {
  const config = read('runtime/src/config.ts');
  const known = [...config.matchAll(/^ {2}((?:LINESHAFT|DATABASE)_\w+):/gm)].map(found => found[1] ?? '');
  const listed = [...read('README.md').matchAll(/^\| `(\w+)`/gm)].map(found => found[1] ?? '');
  expect(known.length).toBeGreaterThan(5);
  expect(listed.toSorted()).toEqual(known.toSorted());
});

it.each(['README.md', 'ARCHITECTURE.md'])('%s links to and names only files that are there', document => {
  const text = read(document);
  const links = [...text.matchAll(/\]\(([^)#]+)\)/g)]
    .map(found => found[1] ?? '')
    .filter(link => !link.startsWith('http'));
  const files = [...text.matchAll(/`((?:packages|connectors|runtime|examples|tests)\/[\w./-]+)`/g)].map(
    found => found[1] ?? '',
  );
  const missing = [...links, ...files].filter(path => !existsSync(fileURLToPath(new URL(path, root))));
  expect(missing).toEqual([]);
});

it('keeps ARCHITECTURE.md within 200 lines', () => {
  expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThanOrEqual(200);
});
