import { afterAll, describe, expect, it } from 'vitest';
import { cases } from './cases.ts';
import { Supplies } from './lab/supplies.ts';
import { runCase } from './run-case.ts';

/** Small enough for every run of the tests; `pnpm faults` runs them all at full scale. */
const scale = 0.02;

const runs = Object.entries(cases).flatMap(([name, faultCase]) =>
  faultCase.inTests.map(database => ({ name, database, faultCase })),
);

describe('the fault matrix', () => {
  const supplies = new Supplies();
  afterAll(() => supplies.remove());

  it.for(runs)('$name on $database: the promise holds', { timeout: 120_000 }, async (run, context) => {
    const { skipped, figures, broken } = await runCase(run.faultCase, run.database, scale, supplies);
    if (skipped !== undefined) return context.skip(`skipped: ${skipped}`);
    expect(broken).toEqual([]);
    expect(figures?.accepted).toBeGreaterThan(0);
  });
});
