import { existsSync, readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compile } from '@lineshaft/jsonata';
import jsonata from 'jsonata';
import { type MappingCase, mappingCases } from './mapping-cases.ts';

/** Times of a run in microseconds of one thread, and ratios. */
export interface MappingRow {
  mapping: string;
  size: number;
  jsonata: number;
  ours: number;
  byHand: number;
  'jsonata / ours': number;
  'ours / by hand': number;
}

/** Times in microseconds. */
export interface CompilingRow {
  mapping: string;
  'jsonata reads': number;
  'ours compiles': number;
  /** Of a mapping that was just compiled, over its smallest document. */
  'first run, jsonata': number;
  'first run, ours': number;
  'KB of memory': number;
}

/** How often the three take turns; the median of their turns counts. */
const rounds = 9;

/** Milliseconds of one turn, at least one run. */
const turn = 60;

type Run = () => unknown;

/** Every mapping with jsonata, with ours and by hand, in turn, after it was made sure that they give the same. */
export async function measureMappings(): Promise<MappingRow[]> {
  const rows: MappingRow[] = [];
  for (const mapping of mappingCases) {
    for (const size of mapping.sizes) rows.push(await measureMapping(mapping, size));
  }
  return rows;
}

/** Of the ratios of all rows. */
export function mediansOf(rows: MappingRow[]): Pick<MappingRow, 'jsonata / ours' | 'ours / by hand'> {
  return {
    'jsonata / ours': rounded(medianOf(rows.map(row => row['jsonata / ours']))),
    'ours / by hand': rounded(medianOf(rows.map(row => row['ours / by hand']))),
  };
}

async function measureMapping({ name, text, document, byHand }: MappingCase, size: number): Promise<MappingRow> {
  const input = document(size);
  const reference = jsonata(text);
  // jsonata itself is allowed any time.
  const ours = compile(text, { timeoutMs: 60_000 });
  const runs: Run[] = [() => reference.evaluate(input), () => ours.evaluate(input), () => byHand(input as never)];
  const results = await Promise.all(runs.map(async run => JSON.parse(JSON.stringify(await run())) as unknown));
  for (const result of results) {
    if (!isDeepStrictEqual(result, results[0]))
      throw new Error(`"${name}" over ${size} lines does not give the same with jsonata, with ours and by hand.`);
  }
  const times: number[][] = runs.map(() => []);
  const counts: number[] = [];
  for (const run of runs) counts.push(await runsPerTurn(run));
  for (let round = 0; round < rounds; round++) {
    for (const [index, run] of runs.entries()) times[index]?.push(await timeOf(run, counts[index] ?? 1));
  }
  const [jsonataTime = 0, ourTime = 0, handTime = 0] = times.map(medianOf);
  return {
    mapping: name,
    size,
    jsonata: rounded(jsonataTime),
    ours: rounded(ourTime),
    byHand: rounded(handTime),
    'jsonata / ours': rounded(jsonataTime / ourTime),
    'ours / by hand': rounded(ourTime / handTime),
  };
}

/** Warms up, too: by then V8 has compiled what is run often. */
async function runsPerTurn(run: Run): Promise<number> {
  let count = 1;
  for (;;) {
    const milliseconds = ((await timeOf(run, count)) * count) / 1000;
    if (milliseconds > turn / 2) return Math.max(1, Math.round((count * turn) / milliseconds));
    count *= 2;
  }
}

/** What the last run gave: nothing that is measured can be left out as useless. */
let last: unknown;

/** Microseconds of the thread for one of so many runs. A run that gives no promise is not waited for. */
async function timeOf(run: Run, count: number): Promise<number> {
  const started = threadTime();
  for (let left = count; left > 0; left--) {
    last = run();
    if (last instanceof Promise) last = await last;
  }
  return (threadTime() - started) / count;
}

/** Microseconds that this thread has worked: who else works on the machine does not count. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/** Texts of each mapping that are compiled: all give something else, so that no cache knows them, not even V8's. */
const copies = 200;

/** What a mapping costs before its first result, and while it is kept. */
export async function measureCompiling(): Promise<CompilingRow[]> {
  const rows: CompilingRow[] = [];
  for (const { name, text, sizes, document } of mappingCases) {
    const input = document(sizes[0] ?? 1);
    const texts = Array.from({ length: copies }, (_, copy) => `{ "result${copy}": ${text} }`);
    const ours = await compileAll(texts, input, one => compile(one));
    const reference = await compileAll(texts, input, one => jsonata(one));
    rows.push({
      mapping: name,
      'jsonata reads': reference.compiling,
      'ours compiles': ours.compiling,
      'first run, jsonata': reference.running,
      'first run, ours': ours.running,
      'KB of memory': ours.kilobytes,
    });
  }
  return rows;
}

interface Compiled {
  evaluate(input: unknown): unknown;
}

async function compileAll(texts: string[], input: unknown, compileOne: (text: string) => Compiled) {
  const kept: Compiled[] = [];
  // What a cache still has of other mappings goes now, and not while this one is looked at.
  for (let other = 0; other < 1000; other++) last = compileOne(`"${texts.length} of ${other}"`);
  const compiling: number[] = [];
  const running: number[] = [];
  const before = memoryInUse();
  for (const text of texts) {
    const started = performance.now();
    const compiled = compileOne(text);
    const ready = performance.now();
    last = await compiled.evaluate(input);
    kept.push(compiled);
    compiling.push((ready - started) * 1000);
    running.push((performance.now() - ready) * 1000);
  }
  const kilobytes = (memoryInUse() - before) / 1024 / kept.length;
  return {
    compiling: rounded(medianOf(compiling)),
    running: rounded(medianOf(running)),
    kilobytes: rounded(kilobytes),
  };
}

function memoryInUse(): number {
  last = undefined;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

export interface ShareRow {
  'expressions of the suite that jsonata takes': number;
  'that compile here': number;
  percent: number;
}

/** The share of jsonata's own test suite that compiles; undefined without the suite (in LINESHAFT_SAMPLES). */
export async function measureShare(): Promise<ShareRow | undefined> {
  const suite = join(process.env['LINESHAFT_SAMPLES'] ?? '', 'jsonata-suite');
  if (!existsSync(suite)) return undefined;
  const texts = new Set<string>();
  for await (const file of glob(join(suite, 'groups', '*', '*.json'))) {
    const cases = [JSON.parse(readFileSync(file, 'utf8'))].flat() as { expr?: string; 'expr-file'?: string }[];
    for (const one of cases) texts.add(one.expr ?? readFileSync(join(dirname(file), one['expr-file'] ?? ''), 'utf8'));
  }
  const taken = [...texts].filter(text => isTaken(() => jsonata(text)));
  const compiled = taken.filter(text => isTaken(() => compile(text)));
  return {
    'expressions of the suite that jsonata takes': taken.length,
    'that compile here': compiled.length,
    percent: rounded((compiled.length / taken.length) * 100),
  };
}

function isTaken(compileIt: () => unknown): boolean {
  try {
    compileIt();
    return true;
  } catch {
    return false;
  }
}

function medianOf(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

const rounded = (value: number): number => Number(value.toPrecision(3));
