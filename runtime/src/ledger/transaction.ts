import type { Pool, PoolClient } from 'pg';

/** Runs the work in a transaction of its own. A client whose connection broke does not go back to the pool. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // Where one answer never came, another will not come either.
    if (error instanceof Error && error.message === 'Query read timeout') broken = error;
    else
      await client.query('rollback').catch((rollbackError: unknown) => {
        broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
      });
    throw error;
  } finally {
    client.release(broken);
  }
}
