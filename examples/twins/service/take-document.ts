import type { Context } from 'hono';
import type { Receipts } from './receipts.ts';

interface Document<Answer> {
  receipts: Receipts<Answer>;
  body: unknown;
  /** What the document is, whatever key it comes with. */
  identity: string;
  accept: () => Answer;
}

/** Answers 201 to a new document, 200 to one that came with the same key before, 422 to a key used for another one. */
export function takeDocument<Answer extends object>(context: Context, document: Document<Answer>): Response {
  const key = context.req.header('idempotency-key');
  const taken = document.receipts.take({
    key,
    body: document.body,
    document: document.identity,
    accept: document.accept,
  });
  if (taken.kind === 'key-used') {
    return context.json({ reasons: [`The Idempotency-Key ${key ?? ''} was used for another document.`] }, 422);
  }
  return context.json(taken.answer, taken.kind === 'new' ? 201 : 200);
}

/** Answers 422 with the reasons, and counts the refusal. */
export function refuse(context: Context, receipts: Receipts<object>, reasons: string[]): Response {
  receipts.counts.refused++;
  return context.json({ reasons }, 422);
}
