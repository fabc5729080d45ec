import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfinedFolder } from './confined-folder.ts';
import { testFolder } from './testing.ts';

function confined() {
  const { path } = testFolder();
  const root = join(path, 'root');
  mkdirSync(root);
  return { outside: path, root: realpathSync(root), folder: new ConfinedFolder(root) };
}

describe('a confined folder', () => {
  test('leads to itself and what is below it, and makes it if asked', async () => {
    const { root, folder } = confined();
    expect(await folder.enter('')).toBe(root);
    await expect(folder.enter('a/b')).rejects.toMatchObject({
      code: 'target-unreachable',
      details: { reason: 'ENOENT' },
    });
    expect(await folder.enter('a/b', { create: true })).toBe(join(root, 'a', 'b'));
    expect(await folder.enter('a/b', { create: true })).toBe(join(root, 'a', 'b'));
  });

  test.each(['..', '../outside', 'a/../../x', '/etc', 'a//b', './a', 'a/', '.hidden', 'a\\..\\b', 'a\0b', 'C:'])(
    'refuses %j',
    async way => {
      const { folder } = confined();
      await expect(folder.enter(way, { create: true })).rejects.toMatchObject({
        name: 'TerminalError',
        code: 'target-forbidden',
      });
    },
  );

  test('refuses a link that leads out, and makes nothing behind it', async () => {
    const { outside, root, folder } = confined();
    mkdirSync(join(outside, 'root-of-others'));
    symlinkSync(join(outside, 'root-of-others'), join(root, 'link'));
    for (const way of ['link', 'link/made']) {
      await expect(folder.enter(way, { create: true })).rejects.toMatchObject({ code: 'target-forbidden' });
    }
    expect(existsSync(join(outside, 'root-of-others', 'made'))).toBe(false);
  });

  test('follows a link that stays inside', async () => {
    const { root, folder } = confined();
    mkdirSync(join(root, 'orders'));
    symlinkSync(join(root, 'orders'), join(root, 'link'));
    expect(await folder.enter('link')).toBe(join(root, 'orders'));
  });

  test('does not make the folder of the connection, nor one where a file is', async () => {
    const { root, folder } = confined();
    writeFileSync(join(root, 'file'), '');
    await expect(folder.enter('file', { create: true })).rejects.toMatchObject({ details: { reason: 'ENOTDIR' } });
    await expect(folder.enter('file/a', { create: true })).rejects.toMatchObject({ details: { reason: 'ENOTDIR' } });
    rmSync(root, { recursive: true });
    await expect(folder.enter('a', { create: true })).rejects.toMatchObject({
      code: 'target-unreachable',
      message: 'The folder a cannot be used: it does not exist (ENOENT).',
    });
  });
});
