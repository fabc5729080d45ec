import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startReceiver } from '../receiver.testing.ts';
import { eventually, getJson, post, startTestTwins } from '../twins.testing.ts';

const delivery = {
  deliveryId: 'ASN-4500001-1',
  poNumber: '4500001',
  supplier: 'acme-fasteners',
  expectedOn: '2026-03-24',
  items: [{ lineNumber: 1, poItem: '00010', material: 'FST-0810-25', quantity: 1200, unit: 'ST' }],
};

describe('the warehouse DE01', () => {
  test('takes a delivery once, receives it, reports the receipt, and has it on stock', async () => {
    await using runtime = await startReceiver();
    await using twins = await startTestTwins({ runtimeUrl: runtime.url });
    const url = `${twins.warehouseDe01.url}/inbound-deliveries`;
    const answers = [];
    for (const key of ['a', 'a']) answers.push((await post(url, delivery, { 'idempotency-key': key })).status);
    expect(answers).toEqual([201, 200]);
    await eventually(() => expect(runtime.accepted()).toHaveLength(1));
    expect(runtime.accepted()[0]).toMatchObject({
      path: '/in/warehouse-de01/goods-receipts',
      headers: { 'idempotency-key': 'GR-DE01-4500001-1' },
      body: { deliveryId: 'ASN-4500001-1', items: [{ poItem: '00010', announced: 1200, unit: 'ST' }] },
    });
    const received = runtime.accepted()[0]?.body.items[0].received;
    expect(await getJson(`${twins.warehouseDe01.url}/stock`)).toEqual({
      plant: 'DE01',
      positions: [{ articleNumber: 'FST-0810-25', unit: 'ST', quantity: received }],
    });
  });

  test('refuses a delivery that makes no sense, and corrects its stock without a word', async () => {
    await using twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9' });
    const answer = await post(`${twins.warehouseDe01.url}/inbound-deliveries`, {
      ...delivery,
      items: [{ unit: 'ST' }],
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toHaveProperty('reasons.length', 4);
    const correction = { material: 'FST-0810-25', unit: 'ST', difference: -7 };
    await post(`${twins.warehouseDe01.url}/stock-corrections`, correction);
    expect((await getJson(`${twins.warehouseDe01.url}/stock`)).positions[0].quantity).toBe(-7);
  });
});

describe('the warehouse DE02', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'de02-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const start = () => startTestTwins({ runtimeUrl: 'http://127.0.0.1:9', warehouseDe02Folder: folder });
  const asn = (number: string) => ({
    REC: 'ASN',
    ASN_NO: number,
    PO_NO: '4500001',
    SUPPLIER: 'acme-fasteners',
    ETA: '20260324',
    LINES: [{ LN: 1, PO_ITEM: '00010', MATERIAL: 'FST-0810-25', QTY: '1200.000', UOM: 'ST' }],
  });
  const drop = async (name: string, text: string) => {
    await writeFile(join(folder, 'inbox', `.${name}`), text);
    await rename(join(folder, 'inbox', `.${name}`), join(folder, 'inbox', name));
  };
  const outbox = async () => (await readdir(join(folder, 'outbox'))).filter(name => name.endsWith('.json'));

  test('takes files from its inbox and drops its receipts into its outbox, whole in the end', async () => {
    await using twins = await start();
    for (let number = 1; number <= 8; number++)
      await drop(`ASN_${number}.json`, JSON.stringify(asn(`ASN-${number}-1`)));
    await eventually(async () => {
      expect(await outbox()).toHaveLength(8);
      for (const name of await outbox())
        expect(JSON.parse(await readFile(join(folder, 'outbox', name), 'utf8'))).toMatchObject({
          REC: 'GR',
          LINES: [{ PO_ITEM: '00010', ASN_QTY: '1200.000', UOM: 'ST' }],
        });
    });
    expect(await readdir(join(folder, 'inbox'))).toEqual([]);
    const { counts, stock } = await getJson(`${twins.warehouseDe02.url}/book`);
    expect(counts.deliveries).toMatchObject({ accepted: 8, cameAgainWithOtherKey: 0, refused: 0 });
    expect(stock[0].quantity).toBeGreaterThan(9500);
  });

  test('counts a file that comes again, and one that it cannot read', async () => {
    await using twins = await start();
    await drop('ASN_1.json', JSON.stringify(asn('ASN-1-1')));
    await eventually(async () => expect(await readdir(join(folder, 'inbox'))).toEqual([]));
    await drop('ASN_1.json', JSON.stringify(asn('ASN-1-1')));
    await drop('ASN_2.json', '{"REC":"ASN"}');
    await eventually(async () =>
      expect((await getJson(`${twins.warehouseDe02.url}/book`)).counts.deliveries).toMatchObject({
        accepted: 1,
        cameAgainWithSameKey: 1,
        refused: 1,
      }),
    );
  });

  test('writes its stock when the day closes', async () => {
    await using twins = await start();
    await post(`${twins.warehouseDe02.url}/stock-corrections`, { material: 'M', unit: 'ST', difference: 5 });
    await post(`${twins.warehouseDe02.url}/close-of-day`, {});
    const [name] = await outbox();
    expect(JSON.parse(await readFile(join(folder, 'outbox', name ?? ''), 'utf8'))).toEqual({
      REC: 'STOCK',
      PLANT: 'DE02',
      STOCK_NO: 1,
      LINES: [{ MATERIAL: 'M', QTY: '5.000', UOM: 'ST' }],
    });
  });
});
