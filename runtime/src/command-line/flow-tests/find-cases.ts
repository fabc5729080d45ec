import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../command.ts';
import { type Input, readInput } from '../in-memory/read-input.ts';
import type { StandIns } from '../in-memory/stand-ins.ts';
import { readProjectFile } from '../project/read-project.ts';

/** Messages that go through a flow one after the other, and what is expected of them. */
export interface Case {
  name: string;
  /** Undefined: the flow's only source. */
  sourceNodeId: string | undefined;
  inputs: Input[];
  standIns: StandIns;
  /** Names of the files in `expected/` that speak of this case. */
  expected: string[];
}

const headersEnding = '.headers.json';

/**
 * The cases of a flow: every file in `input/`, and every folder there with its files in order of their names. Headers of
 * `orders.json` stand in `orders.headers.json`; what sink `to-erp` answers in `stubs/orders.to-erp.json`, or for all cases
 * in `stubs/to-erp.json`. Where a flow has several sources, the name of a case ends in the one by which its messages come
 * in: `orders.from-files.json`.
 * @param folder the flow's, with `input/` and `expected/`
 */
export async function findCases(folder: string, nodeIds: readonly string[]): Promise<Case[]> {
  const entries = await readdir(join(folder, 'input'), { withFileTypes: true });
  const named = entries
    .filter(entry => !entry.name.startsWith('.') && !entry.name.endsWith(headersEnding))
    .map(entry => ({ entry, name: entry.isDirectory() ? entry.name : parse(entry.name).name }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const double = named.find(({ name }, index) => named[index + 1]?.name === name);
  if (double) throw new UsageError(`${join(folder, 'input')} has two inputs of the name "${double.name}".`);
  const expected = await filesIn(join(folder, 'expected'));
  const stubs = await filesIn(join(folder, 'stubs'));
  const names = named.map(({ name }) => name);
  return Promise.all(
    named.map(async ({ entry, name }) => ({
      name,
      sourceNodeId: nodeIds.find(id => name.endsWith(`.${id}`)),
      inputs: await readInputs(join(folder, 'input', entry.name), entry.isDirectory()),
      standIns: await readStandIns(join(folder, 'stubs'), stubs, name, nodeIds),
      expected: expected.filter(file => caseOf(file, names) === name),
    })),
  );
}

/** Of two inputs `a` and `a.b`, the file `a.b.json` speaks of the second. */
function caseOf(file: string, names: readonly string[]): string | undefined {
  const fitting = names.filter(name => file.startsWith(`${name}.`));
  return fitting.toSorted((a, b) => b.length - a.length)[0];
}

async function readInputs(path: string, isFolder: boolean): Promise<Input[]> {
  if (!isFolder) return [await readWithHeaders(path)];
  const names = (await filesIn(path)).filter(name => !name.endsWith(headersEnding));
  return Promise.all(names.map(name => readWithHeaders(join(path, name))));
}

async function readWithHeaders(path: string): Promise<Input> {
  const { dir, name } = parse(path);
  const file = `${name}${headersEnding}`;
  if (!(await filesIn(dir)).includes(file)) return readInput(path);
  const { value } = await readProjectFile(dir, file);
  const headers = z.record(z.string().toLowerCase(), z.string()).safeParse(value);
  if (!headers.success) throw new UsageError(`${join(dir, file)} must be a JSON object of texts: headers by name.`);
  return readInput(path, { headers: headers.data });
}

async function readStandIns(
  folder: string,
  files: readonly string[],
  name: string,
  nodeIds: readonly string[],
): Promise<StandIns> {
  const answers = nodeIds.map(async nodeId => {
    const file = [`${name}.${nodeId}`, nodeId].map(stem => files.find(one => parse(one).name === stem)).find(Boolean);
    return file === undefined
      ? []
      : [[nodeId, { port: undefined, answer: await readInput(join(folder, file)) }] as const];
  });
  return new Map((await Promise.all(answers)).flat());
}

/** In order of their names; none when there is no such folder. */
async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(entry => entry.isFile() && !entry.name.startsWith('.'))
      .map(entry => entry.name)
      .toSorted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
