import { expect, test } from 'vitest';
import { MessageBatcher } from './message-batcher.ts';

function message(letter: string, body = ''): Buffer {
  const bytes = Buffer.alloc(5 + body.length);
  bytes.write(letter);
  bytes.writeUInt32BE(4 + body.length, 1);
  bytes.write(body, 5);
  return bytes;
}

const startup = Buffer.from([0, 0, 0, 12, 0, 3, 0, 0, 0, 0, 0, 0]);
const parse = message('P', 'select 1');
const bind = message('B', 'portal');
const sync = message('S');

test('a prepared statement is one batch, from parse to sync', () => {
  const all = Buffer.concat([parse, bind, sync]);
  expect(new MessageBatcher().add(all)).toEqual(all);
});

test('messages wait until one of them asks for an answer', () => {
  const batcher = new MessageBatcher();
  expect(batcher.add(parse)).toBeUndefined();
  expect(batcher.add(bind)).toBeUndefined();
  expect(Buffer.from(batcher.add(sync) ?? [])).toEqual(Buffer.concat([parse, bind, sync]));
});

test('messages that are cut anywhere come out whole', () => {
  const all = Buffer.concat([startup, message('Q', 'select 1'), parse, bind, sync]);
  for (let cut = 1; cut < all.length; cut += 1) {
    const batcher = new MessageBatcher();
    const batches = [batcher.add(all.subarray(0, cut)), batcher.add(all.subarray(cut))];
    expect(Buffer.concat(batches.filter(batch => batch !== undefined))).toEqual(all);
  }
});

test('what follows the last request stays for the next batch', () => {
  const batcher = new MessageBatcher();
  expect(Buffer.from(batcher.add(Buffer.concat([sync, parse])) ?? [])).toEqual(sync);
  expect(Buffer.from(batcher.add(sync) ?? [])).toEqual(Buffer.concat([parse, sync]));
});
