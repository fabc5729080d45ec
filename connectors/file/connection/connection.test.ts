import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../testing.ts';
import { folderConnection } from './connection.ts';
import { folderConnectionManifest } from './manifest.ts';

async function steps(path: string) {
  const titles: string[] = [];
  const values = folderConnectionManifest.settings.parse({ path });
  const test = folderConnection.test(
    { id: 'exchange', values },
    async (title, work) => {
      titles.push(title);
      return work();
    },
    new AbortController().signal,
  );
  return { titles, test };
}

describe('a connection to a folder', () => {
  test('is tested step by step, and leaves nothing behind', async () => {
    const { path, files } = testFolder();
    const { titles, test } = await steps(path);
    await test;
    expect(titles).toEqual(['Find the folder', 'See that it is a folder', 'List it', 'May write in it']);
    expect(files()).toEqual([]);
  });

  test('says what is wrong with it', async () => {
    const { path } = testFolder();
    await expect((await steps(join(path, 'missing'))).test).rejects.toMatchObject({
      code: 'target-unreachable',
      message: 'The folder of the connection cannot be used: it does not exist (ENOENT).',
    });
    writeFileSync(join(path, 'file'), '');
    await expect((await steps(join(path, 'file'))).test).rejects.toThrow('The path leads to a file, not to a folder.');
  });

  test.each(['', '/', 'relative/path', '/srv/../etc', 'C:', '//server'])('cannot have the path %j', path => {
    expect(folderConnectionManifest.settings.safeParse({ path }).success).toBe(false);
  });
});
