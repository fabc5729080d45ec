import { z } from 'zod';

/** Bytes of a body that a person gives: a sample, or what a node is pinned to send out. */
export const maxSampleBytes = 10 * 1024 * 1024;

/** A body as text, or as base64 where it is none. */
export const bodyInputSchema = z
  .union([z.strictObject({ text: z.string() }), z.strictObject({ base64: z.base64() })])
  .meta({ id: 'BodyInput' });

/** A message as a person gives it, or an item that stands in for what a node would send out. */
export const messageInputSchema = z.strictObject({
  contentType: z.string().max(200).default('application/json'),
  /** Names in lower case. */
  headers: z.record(z.string().max(200), z.string().max(10_000)).default({}),
  body: bodyInputSchema,
});

/** What a node sends out instead of being run. */
export const pinnedOutputSchema = messageInputSchema.extend({
  port: z.string().min(1).max(100).default('out'),
});

export const pinnedOutputsSchema = z.array(pinnedOutputSchema).max(1000);

export type BodyInput = z.output<typeof bodyInputSchema>;
export type MessageInput = z.output<typeof messageInputSchema>;
export type PinnedOutput = z.output<typeof pinnedOutputSchema>;
