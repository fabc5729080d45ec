import type { Context } from 'hono';
import { createCheck } from '../service/check.ts';
import { readJson } from '../service/read-json.ts';
import type { WarehouseBook } from './warehouse-book.ts';

/** `{"material": "FST-0810-25", "unit": "ST", "difference": -7}`: the stock changes, and only a reconciliation finds it. */
export async function correctStock(context: Context, book: WarehouseBook): Promise<Response> {
  const check = createCheck();
  const correction = check.object(await readJson(context), 'the body');
  check.text(correction, 'material');
  check.oneOf(correction, 'unit', ['ST', 'KG', 'M', 'L', 'SET']);
  check.that(Number.isFinite(correction['difference']), 'difference must be a number.');
  if (check.reasons.length > 0) return context.json({ reasons: check.reasons }, 422);
  const { material, unit, difference } = correction as { material: string; unit: string; difference: number };
  return context.json(book.correct(material, unit, difference));
}
