import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../testing.ts';
import { fileWriteManifest } from './manifest.ts';
import { fileWrite } from './write.ts';

function open(config: Record<string, unknown> = {}) {
  const folder = testFolder();
  const node = fileWrite.prepare(fileWriteManifest.config.parse({ name: 'order-{{ po }}.json', ...config }));
  return {
    ...folder,
    node,
    deliver: async (body: unknown, signal?: AbortSignal) =>
      node.deliver(messageOf(body), runContext({ connect: folder.connect, ...(signal ? { signal } : {}) })),
    text: (path: string) => readFileSync(join(folder.path, path), 'utf8'),
  };
}

describe('writing a file', () => {
  test('puts the body into the folder, and says where', async () => {
    const { deliver, files, text } = open({ folder: 'out/{{ supplier }}' });
    const [written] = await deliver({ po: 45, supplier: 'acme' });
    expect(text('out/acme/order-45.json')).toBe('{"po":45,"supplier":"acme"}');
    expect(files('out/acme')).toEqual(['order-45.json']);
    expect(written).toMatchObject({ port: 'written', contentType: 'application/json' });
    expect(written?.body.json()).toEqual({ path: 'out/acme/order-45.json', bytes: 27 });
  });

  test('again after a crash is done: one file', async () => {
    const { deliver, files, path } = open();
    await deliver({ po: 45 });
    const before = statSync(join(path, 'order-45.json')).ino;
    expect(await deliver({ po: 45 })).toHaveLength(1);
    expect(files()).toEqual(['order-45.json']);
    expect(statSync(join(path, 'order-45.json')).ino).toBe(before);
  });

  test('does not touch a file with other content', async () => {
    for (const text of ['other', 'the same length?', '']) {
      const { deliver, files, path, text: textOf } = open({ name: 'a.txt' });
      writeFileSync(join(path, 'a.txt'), text);
      await expect(deliver('THE SAME LENGTH?')).rejects.toMatchObject({
        name: 'TerminalError',
        code: 'target-rejected',
      });
      expect(textOf('a.txt')).toBe(text);
      expect(files()).toEqual(['a.txt']);
    }
  });

  test('fails at any file of the name, or replaces it, where that is set', async () => {
    const failing = open({ ifExists: 'fail' });
    await failing.deliver({ po: 1 });
    await expect(failing.deliver({ po: 1 })).rejects.toMatchObject({ code: 'target-rejected' });
    const replacing = open({ ifExists: 'replace', name: 'a.json' });
    await replacing.deliver({ po: 1 });
    await replacing.deliver({ po: 2 });
    expect(replacing.text('a.json')).toBe('{"po":2}');
    expect(replacing.files()).toEqual(['a.json']);
  });

  test('does not write through a link', async () => {
    for (const ifExists of ['same-is-success', 'replace']) {
      const { deliver, path, text } = open({ name: 'a.json', folder: 'out', ifExists });
      writeFileSync(join(path, 'outside'), 'x');
      mkdirSync(join(path, 'out'));
      symlinkSync(join(path, 'outside'), join(path, 'out', 'a.json'));
      await Promise.allSettled([deliver({ po: 1 })]);
      expect(text('outside')).toBe('x');
    }
  });

  test.each([
    ['45/17', 'order-45%2F17.json'],
    ['../../x', 'order-..%2F..%2Fx.json'],
    ['a\\b:c*d', 'order-a%5Cb%3Ac%2Ad.json'],
    ['50%2F', 'order-50%252F.json'],
    ['Ä 東', 'order-Ä 東.json'],
  ])('makes of the value %j a part of the name', async (po, name) => {
    const { deliver, files } = open();
    await deliver({ po });
    expect(files()).toEqual([name]);
  });

  test.each(['', '.', '..', '.hidden', 'SECRET.part', 'a.tmp', 'ends.', 'a'.repeat(256)])(
    'refuses the name %j, without showing it',
    async name => {
      const { deliver, files } = open({ name: '{{ name }}' });
      await expect(deliver({ name })).rejects.toMatchObject({
        name: 'TerminalError',
        code: 'config-invalid',
        message: expect.not.stringContaining('SECRET') as string,
      });
      expect(files()).toEqual([]);
    },
  );

  test.each(['..', '', '.x'])('refuses the value %j as a folder', async supplier => {
    const { deliver } = open({ folder: 'out/{{ supplier }}' });
    await expect(deliver({ po: 1, supplier })).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'target-forbidden',
    });
  });

  test('leaves nothing behind when it is aborted', async () => {
    const { deliver, files } = open();
    await expect(deliver({ po: 1 }, AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
    expect(files()).toEqual([]);
  });

  test('is tried again when the folder of the connection is away', async () => {
    const { node } = open();
    const gone = testFolder();
    rmSync(gone.path, { recursive: true });
    await expect(node.deliver(messageOf({ po: 1 }), runContext({ connect: gone.connect }))).rejects.toMatchObject({
      name: 'LineshaftError',
      code: 'target-unreachable',
    });
  });

  test('cannot be prepared with a name or folder that leads elsewhere', () => {
    for (const config of [{ name: '../a' }, { name: 'a/b' }, { folder: '../out' }, { folder: '/out' }])
      expect(() => open(config)).toThrow(expect.objectContaining({ name: 'TerminalError' }));
  });
});
