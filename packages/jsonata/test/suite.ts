import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultLimits, type Limits } from './engine.ts';
import type { Outcome } from './outcome.ts';

/** One case of JSONata's own test suite, as its TESTSUITE.md describes them. */
export interface SuiteCase {
  /** `group/file`, with the place in the file where it holds several. */
  id: string;
  text: string;
  input: unknown;
  bindings: Record<string, unknown>;
  limits: Limits;
  /** The case sets a limit of its own: it is about time or depth. */
  limited: boolean;
  /** Undefined where the case says nothing that can be compared, such as codes of the suite's own (U1001). */
  expected: { value: unknown } | { code: string } | undefined;
  /** The order of the result's items is left open. */
  unordered: boolean;
}

interface WrittenCase {
  expr?: string;
  'expr-file'?: string;
  data?: unknown;
  dataset?: string | null;
  bindings?: Record<string, unknown>;
  timelimit?: number;
  depth?: number;
  result?: unknown;
  undefinedResult?: boolean;
  code?: string;
  error?: { code: string };
  unordered?: boolean;
}

/** The folder of the suite: in LINESHAFT_SAMPLES, else in the nearest `shared/samples` above the repository. */
export const suiteFolder = findSuite();

export const whySkipped = 'skipped: set LINESHAFT_SAMPLES to the folder that has jsonata-suite in it';

function findSuite(): string | undefined {
  const named = process.env['LINESHAFT_SAMPLES'];
  if (named !== undefined) return join(named, 'jsonata-suite');
  let folder = fileURLToPath(new URL('.', import.meta.url));
  while (dirname(folder) !== folder) {
    folder = dirname(folder);
    const suite = join(folder, 'shared', 'samples', 'jsonata-suite');
    if (existsSync(suite)) return suite;
  }
  return undefined;
}

/** The suite's inputs by name. */
export function readDatasets(folder: string): Map<string, unknown> {
  const files = readdirSync(join(folder, 'datasets')).toSorted();
  return new Map(files.map(file => [file.replace(/\.json$/, ''), readJson(join(folder, 'datasets', file))]));
}

export function readSuite(folder: string): SuiteCase[] {
  const datasets = readDatasets(folder);
  const cases: SuiteCase[] = [];
  for (const group of readdirSync(join(folder, 'groups')).toSorted()) {
    const home = join(folder, 'groups', group);
    for (const file of readdirSync(home).toSorted()) {
      if (!file.endsWith('.json')) continue;
      const written = readJson(join(home, file)) as WrittenCase | WrittenCase[];
      const id = `${group}/${file.replace(/\.json$/, '')}`;
      if (Array.isArray(written)) {
        for (const [index, one] of written.entries()) cases.push(readCase(`${id}#${index}`, one, home, datasets));
      } else {
        cases.push(readCase(id, written, home, datasets));
      }
    }
  }
  return cases;
}

function readCase(id: string, written: WrittenCase, home: string, datasets: Map<string, unknown>): SuiteCase {
  const { dataset, timelimit, depth } = written;
  return {
    id,
    text: written.expr ?? readFileSync(join(home, written['expr-file'] ?? ''), 'utf8'),
    input: 'data' in written ? written.data : typeof dataset === 'string' ? datasets.get(dataset) : undefined,
    bindings: written.bindings ?? {},
    limits: { timeoutMs: timelimit ?? 10_000, depth: depth ?? defaultLimits.depth },
    limited: timelimit !== undefined || depth !== undefined,
    expected: expectedOf(written),
    unordered: written.unordered ?? false,
  };
}

function expectedOf(written: WrittenCase): SuiteCase['expected'] {
  if (written.undefinedResult) return { value: undefined };
  if ('result' in written) return { value: written.result };
  const code = written.code ?? written.error?.code;
  return code === undefined || code.startsWith('U') ? undefined : { code };
}

/** Whether the outcome is what the suite asks for. */
export function meetsSuite({ expected, unordered }: SuiteCase, outcome: Outcome): boolean {
  if (expected === undefined) return true;
  if ('code' in expected) return outcome.kind === 'failure' && outcome.code === expected.code;
  return outcome.kind === 'value' && canonical(outcome.value, unordered) === canonical(expected.value, unordered);
}

function canonical(value: unknown, unordered: boolean): string {
  if (Array.isArray(value)) {
    const items = value.map(item => canonical(item, unordered));
    return `[${(unordered ? items.toSorted() : items).join()}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing';
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}:${canonical(field, unordered)}`);
  return `{${fields.toSorted().join()}}`;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
