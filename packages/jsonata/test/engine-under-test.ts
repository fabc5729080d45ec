import { compileTree } from '../src/compiler/compile.ts';
import { libraryWithout } from '../src/compiler/library.ts';
import { Evaluation } from '../src/evaluation/evaluation.ts';
import { defaultGuards } from '../src/guards.ts';
import { parse } from '../src/parser/parse.ts';
import type { Engine } from './engine.ts';

/** What the package compiles, with failures as they are before they become errors for people. */
export const engineUnderTest: Engine = {
  name: '@lineshaft/jsonata',
  prepare(text, limits) {
    const { ast, problems } = parse(text);
    const [problem] = problems;
    // eslint-disable-next-line typescript/only-throw-error -- a problem is data, as what jsonata throws is
    if (problem !== undefined) throw problem;
    const guards = { ...defaultGuards, timeoutMs: limits.timeoutMs, listLength: 10_000_001 };
    return (input, { bindings, clock, seed }) =>
      compileTree(ast, libraryWithout(new Set(Object.keys(bindings))))(
        new Evaluation(guards, clock, seed),
        input,
        bindings,
      );
  },
};
