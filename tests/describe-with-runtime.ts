import { afterAll, beforeAll, describe } from 'vitest';
import { type FreshDatabase, freshPglite, freshPostgres } from './fresh-database.ts';
import { RuntimeProcess } from './runtime-process.ts';

const server = process.env['LINESHAFT_TEST_POSTGRES'];

/** The same tests against a runtime process on a fresh PGlite, and on a fresh PostgreSQL where LINESHAFT_TEST_POSTGRES names a server. */
export function describeWithRuntime(
  title: string,
  body: (runtime: () => RuntimeProcess, database: () => FreshDatabase) => void,
): void {
  describe(`${title}, on PGlite`, () => {
    withRuntime(freshPglite, body);
  });
  // oxlint-disable-next-line vitest/no-conditional-tests -- the condition is the point of this function.
  if (server === undefined) {
    // oxlint-disable-next-line vitest/no-disabled-tests -- named as skipped, with what to do.
    describe.skip(`${title}, on PostgreSQL: skipped, set LINESHAFT_TEST_POSTGRES`, () => {
      body(notStarted, notStarted);
    });
    return;
  }
  describe(`${title}, on PostgreSQL`, () => {
    withRuntime(() => freshPostgres(server), body);
  });
}

/** Tests of what does not depend on the database: against one runtime process, on PostgreSQL where a server is named. */
export function describeWithOneRuntime(
  title: string,
  body: (runtime: () => RuntimeProcess, database: () => FreshDatabase) => void,
): void {
  describe(`${title}, on ${server === undefined ? 'PGlite' : 'PostgreSQL'}`, () => {
    withRuntime(server === undefined ? freshPglite : () => freshPostgres(server), body);
  });
}

function withRuntime(
  fresh: () => Promise<FreshDatabase>,
  body: (runtime: () => RuntimeProcess, database: () => FreshDatabase) => void,
): void {
  let database: FreshDatabase | undefined;
  let runtime: RuntimeProcess | undefined;
  beforeAll(async () => {
    database = await fresh();
    runtime = await RuntimeProcess.start(database);
  });
  afterAll(async () => {
    await runtime?.kill();
    await database?.drop();
  });
  body(
    () => runtime ?? notStarted(),
    () => database ?? notStarted(),
  );
}

function notStarted(): never {
  throw new Error('The runtime runs only inside tests.');
}
