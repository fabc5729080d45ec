import type { FaultCase } from './fault-case.ts';
import type { Figures } from './lab/books.ts';
import { type DatabaseKind, Lab } from './lab/lab.ts';
import { Skipped } from './lab/skipped.ts';
import type { Supplies } from './lab/supplies.ts';

export interface CaseReport {
  /** What is missing on this machine, when the case could not run. */
  skipped?: string;
  figures?: Figures;
  /** Promises that did not hold. */
  broken: readonly string[];
  notes: readonly string[];
}

/** Cases that are under way, to be removed when they are interrupted. */
export const openLabs = new Set<Lab>();

export async function runCase(
  faultCase: FaultCase,
  database: DatabaseKind,
  scale: number,
  supplies: Supplies,
): Promise<CaseReport> {
  const lab = new Lab(database, scale, supplies);
  openLabs.add(lab);
  try {
    const figures = await faultCase.run(lab);
    lab.promise(figures.lost === 0, `${figures.lost} accepted documents were lost`);
    lab.promise(figures.doubled === 0, `${figures.doubled} documents were doubled in silence`);
    return { figures, broken: lab.broken, notes: lab.notes };
  } catch (error) {
    if (error instanceof Skipped) return { skipped: error.message, broken: [], notes: [] };
    throw error;
  } finally {
    await lab.close();
    openLabs.delete(lab);
  }
}
