import { z } from 'zod';

/** A name as the database has it, mostly in lower case. */
export const columnNameSchema = z
  .string()
  .regex(/^[^\0"]{1,63}$/, 'Write the name as the database has it, without quotes.');

/** `orders` or `sales.orders`. */
export const tableNameSchema = z
  .string()
  .regex(/^[^\0".]{1,63}(\.[^\0".]{1,63})?$/, 'Write a table as orders or sales.orders, without quotes.')
  .meta({ examples: ['sales.orders'] });
