import { z } from 'zod';

/** An instant in UTC, such as `2026-11-23T08:00:00.000Z`. */
export const instantSchema = z.iso.datetime();

/** An id that the runtime gave: a UUID. */
export const idSchema = z.guid();

/** Any JSON object. */
export const jsonObjectSchema = z.record(z.string(), z.unknown());

/** How many rows a page of a list may have. */
export const limitSchema = z.coerce.number<number>().int().min(1).max(200).default(50);

/** `nextCursor` of the page before. */
export const cursorSchema = z.string().min(1).max(500).optional().describe('`nextCursor` of the page before.');
