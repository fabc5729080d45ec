/** What the limits cost: `pnpm --filter @lineshaft/jsonata guards`. Mappings with and without them, in turn. */
import { execFileSync } from 'node:child_process';
import { emitModule } from '../src/compiler/compile.ts';
import { helpers } from '../src/compiler/helpers.ts';
import { libraryWithout } from '../src/compiler/library.ts';
import { print } from '../src/compiler/print.ts';
import { Evaluation } from '../src/evaluation/evaluation.ts';
import { defaultGuards } from '../src/guards.ts';
import { parse } from '../src/parser/parse.ts';

const mappings = {
  'order to payload': `{ "orderNo": no, "customer": customer.name & ", " & customer.city,
    "lines": lines[qty > 0].{ "sku": $uppercase(sku), "qty": qty, "net": $round(qty * price, 2), "due": due ?? $$.due } }`,
  'rows grouped': `lines{due: { "count": $count($), "total": $sum($.(qty * price)), "skus": $join($.sku, ",") }}`,
  reduced: `$reduce(lines, function($sum, $line) { $sum + $line.qty * $line.price }, 0)`,
  texts: `$join(lines.($pad(sku, 12) & $replace(due, /-/, "/") & $string(qty)), "; ")`,
};

const document = {
  no: 4711,
  due: '2026-02-01',
  customer: { name: 'Müller GmbH', city: 'Ulm' },
  lines: Array.from({ length: 200 }, (_, index) => ({
    sku: `sku-${index}`,
    qty: index % 7,
    price: 1.25 * index,
    ...(index % 3 === 0 ? {} : { due: `2026-01-${10 + (index % 9)}` }),
  })),
};

/** Counts nothing, and never ends an evaluation. */
class Unguarded extends Evaluation {
  override tick(): void {}
  override text(): void {}
  override list(): void {}
  override entries(): void {}
  override grown(): void {}
}

const tick = /^if \(--v\d+\.ticks < 0\) v\d+\.look\(\);$/gm;

function compiled(text: string, guarded: boolean): () => unknown {
  const { module, constants } = emitModule(parse(text).ast, libraryWithout(new Set()));
  const source = guarded ? print(module) : print(module).replaceAll(tick, '');
  // oxlint-disable-next-line typescript/no-implied-eval -- as the compiler does it
  const make = new Function('helpers', 'constants', source) as (
    ...given: unknown[]
  ) => (...given: unknown[]) => unknown;
  const run = make(helpers, constants);
  const Kind = guarded ? Evaluation : Unguarded;
  return () => run(new Kind(defaultGuards, 0, 'seed'), document, {});
}

/** Microseconds of one run of each mapping: the shortest of many short turns, which nothing else on the machine disturbed. */
function measure(guarded: boolean): number[] {
  const runs = Object.values(mappings).map(text => compiled(text, guarded));
  const times = runs.map((): number[] => []);
  for (let round = 0; round < 150; round++) {
    for (const [index, run] of runs.entries()) {
      const start = performance.now();
      let count = 0;
      do {
        run();
        count++;
      } while (performance.now() - start < 3);
      times[index]?.push(((performance.now() - start) * 1000) / count);
    }
  }
  return times.map(all => Math.min(...all));
}

const processes = 7;

if (process.argv[2] !== undefined) {
  process.stdout.write(JSON.stringify(measure(process.argv[2] === 'with')));
} else {
  // In processes of their own: code that has met both kinds of evaluation is slower for either.
  const times: Record<string, number[][]> = { with: [], without: [] };
  for (let turn = 0; turn < processes; turn++) {
    for (const kind of ['with', 'without']) {
      const output = execFileSync(process.execPath, [import.meta.filename, kind], { encoding: 'utf8' });
      times[kind]?.push(JSON.parse(output) as number[]);
    }
  }
  const rows = Object.keys(mappings).map((mapping, index) => {
    const [guarded = 0, unguarded = 0] = Object.values(times).map(all => Math.min(...all.map(one => one[index] ?? 0)));
    const cost = `${(100 * (guarded / unguarded - 1)).toFixed(1)} %`;
    return { mapping, 'with limits, µs': guarded.toFixed(1), 'without, µs': unguarded.toFixed(1), cost };
  });
  console.table(rows);
}
