import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killUnderLoad } from '../bench/kill.ts';
import { Sink } from '../bench/sink.ts';
import { type FreshDatabase, freshPglite, freshPostgres } from '../fresh-database.ts';

const server = process.env['LINESHAFT_TEST_POSTGRES'];
const databases: [string, (() => Promise<FreshDatabase>) | undefined][] = [
  ['PGlite', freshPglite],
  ['PostgreSQL', server ? () => freshPostgres(server) : undefined],
];

describe.each(databases)('kill -9 under load, on %s', (name, fresh) => {
  const sink = new Sink();
  beforeAll(() => sink.open());
  afterAll(() => sink.close());

  it.for(['up', 'down'] as const)(
    'loses nothing and doubles nothing in silence with the sink %s',
    { timeout: 120_000 },
    async (state, context) => {
      if (!fresh) return context.skip(`${name}: skipped, set LINESHAFT_TEST_POSTGRES`);
      const database = await fresh();
      try {
        const result = await killUnderLoad(database, sink, state, 2, 200);
        expect(result).toMatchObject({ accepted: 400, delivered: 400, lost: 0, withAnotherKey: 0 });
      } finally {
        await database.drop();
      }
    },
  );
});
