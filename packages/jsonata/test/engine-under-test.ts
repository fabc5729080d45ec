import { type Backend, compileTree } from '../src/compiler/compile.ts';
import { interpret } from '../src/compiler/interpret.ts';
import { libraryWithout } from '../src/compiler/library.ts';
import { generate } from '../src/compiler/print.ts';
import { Evaluation } from '../src/evaluation/evaluation.ts';
import { defaultGuards } from '../src/guards.ts';
import { parse } from '../src/parser/parse.ts';
import type { Engine } from './engine.ts';

/** What the package compiles, with failures as they are before they become errors for people. */
export const engineUnderTest = engineWith(generate);

/** The same as pages run it. */
export const engineOfPages = engineWith(interpret);

function engineWith(backend: Backend): Engine {
  return {
    name: `@lineshaft/jsonata, ${backend.name}`,
    prepare(text, limits) {
      const { ast, problems } = parse(text);
      const [problem] = problems;
      // eslint-disable-next-line typescript/only-throw-error -- a problem is data, as what jsonata throws is
      if (problem !== undefined) throw problem;
      const guards = { ...defaultGuards, timeoutMs: limits.timeoutMs, listLength: 10_000_001 };
      return (input, { bindings, clock, seed }) =>
        compileTree(
          ast,
          libraryWithout(new Set(Object.keys(bindings))),
          [],
          backend,
        )(new Evaluation(guards, clock, seed), input, bindings);
    },
  };
}
