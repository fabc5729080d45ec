import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from './key-ring.ts';
import { loadKeys } from './load-keys.ts';

const none = { key: undefined, file: undefined, previous: undefined };

describe('the keys for secrets', () => {
  let folder: string;
  let said: string[];
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineshaft-keys-'));
    said = [];
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  const load = (settings: Partial<Parameters<typeof loadKeys>[0]> = {}, dataFolder = folder) =>
    loadKeys({ ...none, ...settings }, dataFolder, sentence => said.push(sentence));

  it('are made once, for nobody else to read, and it is said where', () => {
    const data = path.join(folder, 'new');
    const { kid } = load({}, data).current;
    const file = path.join(data, 'kek');
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(said).toEqual([expect.stringContaining(`Made the key ${file}`)]);
    expect(load({}, data).current.kid).toBe(kid);
    expect(said).toHaveLength(1);
    expect(fs.readdirSync(data)).toEqual(['kek']);
  });

  it('come from a file that is named', () => {
    const key = randomBytes(32);
    const file = path.join(folder, 'mine');
    fs.writeFileSync(file, `${key.toString('base64')}\n`);
    expect(load({ file }).current.kid).toBe(new KeyRing(key).current.kid);
  });

  it('come from the environment, with the one before', () => {
    const [key, previous] = [randomBytes(32), randomBytes(32)];
    const keys = load({ key, previous });
    expect(keys.current.key).toEqual(key);
    expect(keys.knows(new KeyRing(previous).current.kid)).toBe(true);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['is not there', undefined, 'cannot be read (ENOENT)'],
    ['is short', randomBytes(31).toString('base64'), 'does not hold 32 bytes in base64'],
    ['is long', randomBytes(33).toString('base64'), 'does not hold 32 bytes in base64'],
    ['is empty', '', 'does not hold 32 bytes in base64'],
    ['is no base64', '!'.repeat(44), 'does not hold 32 bytes in base64'],
  ])('are refused when the file %s', (_, content, says) => {
    const file = path.join(folder, 'mine');
    if (content !== undefined) fs.writeFileSync(file, content);
    expect(() => load({ file })).toThrow(says);
    expect(() => load({ file })).toThrow('LINESHAFT_KEK_FILE');
  });

  it('are refused without a word of what they are', () => {
    const file = path.join(folder, 'mine');
    const content = randomBytes(31).toString('base64');
    fs.writeFileSync(file, content);
    expect(() => load({ file })).not.toThrow(content);
  });

  it('are refused when our own file was damaged, and not made anew', () => {
    fs.writeFileSync(path.join(folder, 'kek'), 'x');
    expect(() => load()).toThrow('does not hold 32 bytes');
    expect(fs.readFileSync(path.join(folder, 'kek'), 'utf8')).toBe('x');
  });
});
