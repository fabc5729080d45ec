import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { LineshaftError, RetryAfterError, TerminalError } from '@lineshaft/flow';
import { TestIntake } from '@lineshaft/flow/testing';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { testFolder } from '../testing.ts';
import { fileReadManifest } from './manifest.ts';
import { fileRead } from './read.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
});

async function open(config: Record<string, unknown> = {}) {
  const folder = testFolder();
  mkdirSync(join(folder.path, 'in'));
  const intake = new TestIntake();
  intake.connect = folder.connect;
  await fileRead.prepare(fileReadManifest.config.parse({ folder: 'in', ...config })).receive(intake);
  return {
    ...folder,
    intake,
    put: (name: string, text: string, modified = '2026-01-31T12:00:00Z') => {
      writeFileSync(join(folder.path, 'in', name), text);
      utimesSync(join(folder.path, 'in', name), new Date(modified), new Date(modified));
    },
    /** A turn that sees the files, and one after they were stable for long enough. */
    settle: async () => {
      await intake.turn();
      vi.advanceTimersByTime(5000);
      return intake.turn();
    },
    names: () => intake.accepted.map(({ headers }) => headers['x-file-name']),
  };
}

describe('files that are read', () => {
  test('become messages with name, path, size and time, and go to the archive', async () => {
    const { intake, put, settle, files } = await open();
    put('orders.csv', 'a;b');
    await settle();
    expect(intake.accepted).toMatchObject([
      {
        contentType: 'text/csv',
        headers: {
          'x-file-name': 'orders.csv',
          'x-file-path': 'in/orders.csv',
          'x-file-size': '3',
          'x-file-modified': '2026-01-31T12:00:00.000Z',
        },
      },
    ]);
    expect(intake.accepted[0]?.body.text()).toBe('a;b');
    expect(files('in')).toEqual([]);
    expect(files('archive')).toEqual(['orders.csv']);
    expect(files('error')).toEqual([]);
  });

  test('are taken only when they did not change for a while', async () => {
    const { intake, path, put, names } = await open({ stableFor: '10s' });
    put('slow.csv', 'a');
    await intake.turn();
    vi.advanceTimersByTime(9999);
    appendFileSync(join(path, 'in', 'slow.csv'), 'b');
    await intake.turn();
    vi.advanceTimersByTime(9999);
    await intake.turn();
    expect(names()).toEqual([]);
    vi.advanceTimersByTime(1);
    await intake.turn();
    expect(intake.accepted[0]?.body.text()).toBe('ab');
  });

  test('are another file when another one is moved to their name, and wait anew', async () => {
    const { intake, path, put, names } = await open();
    put('a.csv', '1');
    await intake.turn();
    vi.advanceTimersByTime(5000);
    put('b', '2');
    renameSync(join(path, 'in', 'b'), join(path, 'in', 'a.csv'));
    await intake.turn();
    expect(names()).toEqual([]);
  });

  test('are taken the oldest first, and no parts, hidden or other files', async () => {
    const { put, settle, names, files } = await open({ pattern: 'ORD*.{csv,part,tmp}' });
    put('ORD2.csv', '2', '2026-01-31T11:00:00Z');
    put('ORD1.csv', '1', '2026-01-31T12:00:00Z');
    for (const name of ['.ORD.csv', 'ORD3.csv.part', 'ORD4.part', 'ORD5.tmp', 'other.csv', 'ord6.csv']) put(name, 'x');
    await settle();
    expect(names()).toEqual(['ORD2.csv', 'ORD1.csv']);
    expect(files('in')).toHaveLength(6);
  });

  test('are no links, whose file may lie anywhere, and no folders', async () => {
    const { path, intake, settle, files } = await open();
    writeFileSync(join(path, 'secret.csv'), 'secret');
    symlinkSync(join(path, 'secret.csv'), join(path, 'in', 'link.csv'));
    mkdirSync(join(path, 'in', 'folder.csv'));
    await settle();
    expect(intake.accepted).toEqual([]);
    expect(files()).toEqual(['secret.csv']);
    expect(existsSync(join(path, 'in', 'link.csv'))).toBe(true);
  });

  test('come with a marker where one is asked for, and take it with them', async () => {
    const { intake, put, names, files } = await open({ readyWhen: 'marker' });
    put('a.csv', '1');
    put('b.csv', '2');
    put('b.csv.done', '');
    await intake.turn();
    expect(names()).toEqual(['b.csv']);
    expect(files('in')).toEqual(['a.csv']);
  });

  test('do not count as whole by the marker of an earlier file', async () => {
    const { intake, put, names } = await open({ readyWhen: 'marker' });
    put('a.csv.done', '', '2026-01-31T11:00:00Z');
    put('a.csv', 'half', '2026-01-31T12:00:00Z');
    await intake.turn();
    expect(names()).toEqual([]);
  });

  test('more than a hundred are taken turn by turn', async () => {
    const { intake, put, settle, names } = await open();
    for (let n = 0; n < 101; n++) put(`${n}.csv`, '');
    expect(await settle()).toEqual({ more: true });
    expect(await intake.turn()).toEqual({ more: false });
    expect(names()).toHaveLength(101);
  });

  test('do not overwrite one in the archive', async () => {
    const { path, put, settle, files } = await open();
    for (const text of ['first', 'second', 'third']) {
      put('stock.csv', text);
      await settle();
    }
    expect(files('archive')).toHaveLength(3);
    expect(files('archive').toSorted().at(-1)).toBe('stock.csv');
    expect(files('archive')[0]).toMatch(/^stock\.\d{8}T\d{9}Z\.csv$/);
    expect(readFileSync(join(path, 'archive', 'stock.csv'), 'utf8')).toBe('first');
  });
});

describe('a file that comes again', () => {
  test('after a crash between accepting and moving is known, and moved', async () => {
    const { intake, path, put, settle, files } = await open();
    put('a.csv', '1');
    await settle();
    renameSync(join(path, 'archive', 'a.csv'), join(path, 'in', 'a.csv'));
    await settle();
    expect(intake.accepted).toHaveLength(1);
    expect(files('in')).toEqual([]);
    expect(files('archive')).toEqual(['a.csv']);
  });

  test.each([
    ['other content, even with the same size and time', 'a.csv', '2', '2026-01-31T12:00:00Z'],
    ['another time, even with the same content', 'a.csv', '1', '2026-02-01T12:00:00Z'],
    ['another name', 'b.csv', '1', '2026-01-31T12:00:00Z'],
  ])('with %s is another message', async (_, name, text, modified) => {
    const { intake, put, settle } = await open();
    put('a.csv', '1');
    await settle();
    put(name, text, modified);
    await settle();
    expect(intake.accepted).toHaveLength(2);
  });

  test('while the one before it is moved is not moved unread', async () => {
    const { intake, path, put, settle, files } = await open();
    put('a.csv', '1');
    const accept = intake.accept.bind(intake);
    intake.accept = async message => {
      if (intake.accepted.length === 0) {
        rmSync(join(path, 'in', 'a.csv'));
        put('a.csv', '2', '2026-02-01T12:00:00Z');
      }
      return accept(message);
    };
    await settle();
    expect(files('in')).toEqual(['a.csv']);
    expect(files('archive')).toEqual([]);
    await settle();
    expect(intake.accepted.map(({ body }) => body.text())).toEqual(['1', '2']);
  });
});

describe('a file that cannot be taken', () => {
  test.each([
    ['is too large', 'a.csv', '12345678901', 'body-too-large'],
    ['is not the JSON that its name says', 'a.json', '{"a": oops}', 'body-malformed'],
    ['is empty where JSON is due', 'a.json', '', 'body-malformed'],
  ])('as it %s goes to the error folder, with a note that does not quote it', async (_, name, text, code) => {
    const { intake, path, put, settle, files } = await open({ maxBytes: 11 - Number(code === 'body-too-large') });
    put(name, text);
    await settle();
    expect(intake.accepted).toEqual([]);
    expect(files('in')).toEqual([]);
    expect(files('error')).toEqual([name, `${name}.error.json`]);
    const note = readFileSync(join(path, 'error', `${name}.error.json`), 'utf8');
    expect(JSON.parse(note)).toMatchObject({ file: name, folder: 'in', error: { code } });
    expect(note).not.toContain('oops');
  });

  test('as the flow refuses it for good goes there too, beside an earlier one', async () => {
    const { intake, put, settle, files } = await open();
    intake.refusal = new TerminalError('expression-failed', 'The key has no value.');
    put('a.csv', '1');
    await settle();
    put('a.csv', '2');
    await settle();
    expect(files('error')).toHaveLength(4);
    expect(files('error').filter(name => name.endsWith('.csv.error.json'))).toHaveLength(2);
  });

  test.each([
    new LineshaftError('unavailable', 'no room'),
    new RetryAfterError('overloaded', 'no room', 1000),
    new Error('no room'),
  ])('for now stays where it is: %s', async refusal => {
    const { intake, put, settle, files, names } = await open();
    put('a.csv', '1');
    intake.refusal = refusal;
    await expect(settle()).rejects.toThrow('no room');
    expect(files('in')).toEqual(['a.csv']);
    intake.refusal = undefined;
    await intake.turn();
    expect(names()).toEqual(['a.csv']);
  });

  test('does not keep back the others, and is told of', async () => {
    const { intake, path, put, settle, names, files } = await open();
    put('a.csv', '1');
    put('b.csv', '2');
    const accept = intake.accept.bind(intake);
    intake.accept = async message => {
      rmSync(join(path, 'archive'), { recursive: true, force: true });
      return accept(message);
    };
    await expect(settle()).rejects.toMatchObject({
      code: 'target-unreachable',
      message: expect.stringMatching(/^2 files cannot be taken. The file a.csv/) as string,
    });
    intake.accept = accept;
    await intake.turn();
    expect(names()).toEqual(['a.csv', 'b.csv']);
    expect(files('archive')).toEqual(['a.csv', 'b.csv']);
  });

  test('is put aside although its name is as long as names may be', async () => {
    const { intake, put, settle, files } = await open();
    intake.refusal = new TerminalError('expression-failed', 'The key has no value.');
    for (const text of ['1', '2']) {
      put(`${'ä'.repeat(125)}.csv`, text);
      await settle();
    }
    expect(files('in')).toEqual([]);
    expect(files('error')).toHaveLength(4);
  });

  test('ends the turn that is aborted', async () => {
    const { intake, put } = await open();
    put('a.csv', '1');
    await intake.turn();
    vi.advanceTimersByTime(5000);
    await expect(intake.turn({ signal: AbortSignal.abort() })).rejects.toThrow('aborted');
    expect(intake.accepted).toEqual([]);
  });
});

test('a folder that is not there is told of, not taken for an empty one', async () => {
  const { intake } = await open({ folder: 'missing' });
  await expect(intake.turn()).rejects.toMatchObject({ code: 'target-unreachable' });
});

test('an archive that is the folder itself, by a link, is refused', async () => {
  const { intake, path } = await open();
  symlinkSync(join(path, 'in'), join(path, 'archive'));
  await expect(intake.turn()).rejects.toMatchObject({ name: 'TerminalError', code: 'config-invalid' });
});

test.each([
  { folder: '../in' },
  { folder: '/in' },
  { folder: 'archive' },
  { folder: 'error' },
  { archive: '' },
  { archive: 'a/../b' },
  { pattern: 'a/*.csv' },
  { every: '100ms' },
  { markerSuffix: 'done' },
  { maxBytes: 51 * 1024 * 1024 },
  { contentType: 'csv' },
])('cannot be configured as %j', config => {
  expect(fileReadManifest.config.safeParse(config).success).toBe(false);
});
