import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';

/** The request's body as JSON. @throws HTTPException that answers 400 when it is none. */
export async function readJson(context: Context): Promise<unknown> {
  const text = await context.req.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new HTTPException(400, { cause: error, res: Response.json({ reasons: [reason] }, { status: 400 }) });
  }
}
