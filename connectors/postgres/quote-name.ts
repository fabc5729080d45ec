import pg from 'pg';

/** `sales.orders` → `"sales"."orders"` */
export function quoteTable(table: string): string {
  return table.split('.').map(quoteName).join('.');
}

/** A name as a part of a statement, whatever it holds. */
export function quoteName(name: string): string {
  return pg.escapeIdentifier(name);
}
