import { expect, it } from 'vitest';
import { runDay } from '../demo-day/run-day.ts';
import { freshPglite } from '../fresh-database.ts';

it('brings every document of a small day to its place, once, with systems that fail and a runtime that is killed', async () => {
  const database = await freshPglite();
  const span = { least: 50, most: 300 };
  try {
    const { problems, lines } = await runDay({
      database,
      orders: 25,
      orderEveryMs: 40,
      pace: { acknowledge: span, change: span, ship: span, receive: span, invoice: span },
      outageMs: 2000,
      quietMs: 3000,
      seed: 7,
      say: () => undefined,
    });
    expect(problems).toEqual([]);
    expect(lines.find(({ document }) => document === 'purchase orders')).toMatchObject({ sent: 25, arrived: 25 });
    expect(lines.find(({ document }) => document === 'invoices')?.sent).toBeGreaterThan(20);
  } finally {
    await database.drop();
  }
}, 240_000);
