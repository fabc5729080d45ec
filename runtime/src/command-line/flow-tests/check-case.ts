import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FlowDefinition } from '@lineshaft/flow';
import { diffJson, type Difference } from '../diff-json.ts';
import { type Document, documentOf, fileTextOf } from '../document.ts';
import { readInput } from '../in-memory/read-input.ts';
import { tryFlow } from '../in-memory/try-flow.ts';
import type { Case } from './find-cases.ts';
import { type OutcomeFiles, outcomeFiles } from './outcome-files.ts';

/** The clock of every test, so that what a flow computes of it can be expected. */
const testInstant = Date.UTC(2026, 0, 31, 12);

export interface CaseResult {
  name: string;
  durationMs: number;
  differences: FileDifference[];
  /** Names of files of `expected/` that were written or removed. */
  updated: string[];
}

export interface FileDifference extends Difference {
  /** Name in `expected/`. */
  file: string;
}

/** Runs one case. With `update`, what came of it is what is expected from now on. */
export async function checkCase(
  definition: FlowDefinition,
  folder: string,
  { name, sourceNodeId, inputs, standIns, expected }: Case,
  update: boolean,
): Promise<CaseResult> {
  const startedAt = performance.now();
  const trace = await tryFlow(definition, inputs, { sourceNodeId, now: testInstant, letTimePass: true, standIns });
  const actual = outcomeFiles(name, trace, expected);
  const home = join(folder, 'expected');
  const wanted: OutcomeFiles = new Map(
    await Promise.all(expected.map(async file => [file, documentOf(await readInput(join(home, file)))] as const)),
  );
  const reason = trace.refused ?? trace.executions.find(({ error }) => error)?.error;
  const differences = [...new Set([...wanted.keys(), ...actual.keys()])].flatMap(file =>
    differencesOf(wanted.get(file), actual.get(file)).map(found => ({
      file,
      ...found,
      // The code alone says little to whoever expected no error.
      ...(reason && file === `${name}.error.json` && !wanted.has(file) ? { actual: reason } : {}),
    })),
  );
  const updated = update && differences.length > 0 ? await writeOutcome(home, wanted, actual) : [];
  return { name, durationMs: performance.now() - startedAt, differences: update ? [] : differences, updated };
}

function differencesOf(expected: Document | undefined, actual: Document | undefined): Difference[] {
  if (!expected || !actual)
    return [{ path: '', expected: expected && valueOf(expected), actual: actual && valueOf(actual) }];
  if ('json' in expected && 'json' in actual) return diffJson(expected.json, actual.json);
  if ('text' in expected && 'text' in actual) return differentLines(expected.text, actual.text);
  return diffJson(expected, actual);
}

/** `/3` is the third line. */
function differentLines(expected: string, actual: string): Difference[] {
  const byNumber = (text: string) => Object.fromEntries(text.split('\n').map((line, index) => [index + 1, line]));
  return diffJson(byNumber(expected), byNumber(actual));
}

async function writeOutcome(home: string, wanted: OutcomeFiles, actual: OutcomeFiles): Promise<string[]> {
  const updated: string[] = [];
  await mkdir(home, { recursive: true });
  for (const file of wanted.keys()) {
    if (actual.has(file)) continue;
    await rm(join(home, file));
    updated.push(file);
  }
  for (const [file, document] of actual) {
    const before = wanted.get(file);
    if (before && differencesOf(before, document).length === 0) continue;
    await writeFile(join(home, file), fileTextOf(document));
    updated.push(file);
  }
  return updated;
}

function valueOf(document: Document): unknown {
  return 'json' in document ? document.json : 'text' in document ? document.text : document.base64;
}
